namespace Auth0.AspNetCore.Mrrt.PostgreSql.Schema;

/// <summary>Which rows nobody needs any more.</summary>
internal static class Expiry
{
    /// <summary>Rows that expired before this moment may go. It is the database's, so that one server with a wrong clock removes
    /// nothing of the others. Servers that are a little behind it have another hour.</summary>
    public const string LastMoment = "now() - interval '1 hour'";
}
