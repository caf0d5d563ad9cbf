/** The page of GraphiQL. Its scripts are files, so that its policy allows no inline script. */
export const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Shop GraphiQL</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/graphiql/graphiql.css">
<body>
<div id="graphiql"></div>
<script type="module" src="/graphiql/graphiql.js"></script>
</body>
</html>
`;
