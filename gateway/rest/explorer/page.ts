/** The page of Swagger UI. Its scripts are files, so that its policy allows no inline script. */
export const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Shop REST API</title>
<link rel="icon" href="/api/docs/favicon-32x32.png">
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
<body>
<div id="explorer"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script>
</body>
</html>
`;

export const script = `SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#explorer',
  validatorUrl: null,
  persistAuthorization: true,
  docExpansion: 'list',
});
`;
