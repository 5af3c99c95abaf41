"use strict";

// The contract as the service has it. Only where it is tried is this listener's neighbour, and not
// the contract's server.
fetch("../openapi.json")
  .then((answer) => answer.json())
  .then((contract) => {
    const main = document.getElementById("docs");
    contract.servers = [{ url: main.dataset.server, description: "this service" }];
    SwaggerUIBundle({
      spec: contract,
      domNode: main,
      deepLinking: true,
      persistAuthorization: false, // a credential is gone with the page
      queryConfigEnabled: false, // nobody's link changes what is shown
      validatorUrl: null, // or the contract's address is sent to another host
    });
  });
