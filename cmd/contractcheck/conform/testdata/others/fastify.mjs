// A Fastify server with the routes that fastify-openapi-glue generates from the contract.
import Fastify from 'fastify'
import glue from 'fastify-openapi-glue'

const pets = [{ id: 1, name: 'Tom', kind: 'cat', age: 3 }]
const app = Fastify()
app.register(glue, {
  specification: new URL('pets.yaml', import.meta.url).pathname,
  securityHandlers: {
    async key(request) {
      if (request.headers['x-key'] !== process.env.KEY) throw new Error('no')
    },
  },
  serviceHandlers: {
    listPets: async () => pets,
    addPet: async (request, reply) => {
      pets.push({ id: pets.length + 1, ...request.body })
      reply.code(201)
      return pets.at(-1)
    },
    getPet: async (request, reply) => {
      const pet = pets.find((p) => p.id === request.params.petId)
      if (!pet) {
        reply.code(404)
        return { message: 'no such pet' }
      }
      return pet
    },
  },
})
console.log(`listening on ${await app.listen({ port: 0, host: '127.0.0.1' })}`)
