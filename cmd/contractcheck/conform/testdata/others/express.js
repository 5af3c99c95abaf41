// An Express server with express-openapi-validator in front of handlers that check nothing.
const express = require('express')
const OpenApiValidator = require('express-openapi-validator')

const pets = [{ id: 1, name: 'Tom', kind: 'cat', age: 3 }]
const app = express()
app.use(express.json())
app.use(OpenApiValidator.middleware({
  apiSpec: `${__dirname}/pets.yaml`,
  validateSecurity: { handlers: { key: (req) => req.headers['x-key'] === process.env.KEY } },
}))
app.get('/pets', (req, res) => res.json(pets))
app.post('/pets', (req, res) => {
  pets.push({ id: pets.length + 1, ...req.body })
  res.status(201).json(pets.at(-1))
})
app.get('/pets/:petId', (req, res) => {
  const pet = pets.find((p) => p.id === Number(req.params.petId))
  if (!pet) return res.status(404).json({ message: 'no such pet' })
  res.json(pet)
})
app.use((err, req, res, next) => {
  if (err.headers) res.set(err.headers)
  res.status(err.status || 500).json({ message: err.message })
})
const server = app.listen(0, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`))
