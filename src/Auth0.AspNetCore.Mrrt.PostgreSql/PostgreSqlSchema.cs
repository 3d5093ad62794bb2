using Auth0.AspNetCore.Mrrt.PostgreSql.Schema;

namespace Auth0.AspNetCore.Mrrt.PostgreSql;

/// <summary>The tables and the function they are locked through, for those who create them themselves.</summary>
public static class PostgreSqlSchema
{
    /// <summary>The schema's name when none is given.</summary>
    public const string DefaultName = "auth0";

    /// <summary>
    /// What <see cref="PostgreSqlOptions.CreateSchema"/> runs: one transaction that creates what is missing and leaves
    /// alone what is there. The application's own role then needs <c>USAGE</c> of the schema, <c>SELECT</c>, <c>INSERT</c>,
    /// <c>UPDATE</c> and <c>DELETE</c> on its tables, and <c>EXECUTE</c> of its function, which everybody has by default.
    /// </summary>
    /// <param name="schema">The schema's name.</param>
    /// <returns>SQL for psql or a migration tool.</returns>
    /// <exception cref="ArgumentException">The name is not one of lower-case letters, digits and underscores.</exception>
    public static string Script(string schema = DefaultName) =>
        $"BEGIN;\n{SchemaScript.Lock}\n{SchemaScript.Tables(new SchemaName(schema), createSchema: true)}COMMIT;\n";
}
