// A json-server, which has no contract.
const jsonServer = require('json-server')

const app = jsonServer.create()
app.use(jsonServer.defaults({ logger: false }))
app.use(jsonServer.router({ pets: [{ id: 1, name: 'Tom', kind: 'cat', age: 3 }] }))
const server = app.listen(0, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`))
