"use strict";

// The contract as the service has it. Only where it is tried is this listener's neighbour, and not
// the contract's server.
const main = document.getElementById("docs");
fetch("../openapi.json")
  .then((answer) => {
    if (!answer.ok) throw new Error(`the answer is ${answer.status}`);
    return answer.json();
  })
  .then((contract) => {
    const used = Object.values(contract.paths).flatMap((path) => Object.values(path).flatMap((operation) => operation.tags ?? []));
    contract.tags = contract.tags?.filter((tag) => used.includes(tag.name)); // the others would be empty headings
    contract.servers = [{ url: main.dataset.server || location.origin, description: "this service" }];
    SwaggerUIBundle({
      spec: contract,
      domNode: main,
      deepLinking: true,
      docExpansion: "full",
      persistAuthorization: false, // a credential is gone with the page
      queryConfigEnabled: false, // nobody's link changes what is shown
      validatorUrl: null, // or the contract's address is sent to another host
    });
  })
  .catch((error) => {
    main.textContent = `The contract could not be shown: ${error.message}`;
  });
