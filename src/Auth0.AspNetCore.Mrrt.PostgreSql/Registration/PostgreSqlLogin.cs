namespace Auth0.AspNetCore.Mrrt.PostgreSql.Registration;

/// <summary>A login that <c>WithPostgreSql</c> was called for, and what it asked for there.</summary>
internal sealed record PostgreSqlLogin(string Scheme, bool SharesSessions);
