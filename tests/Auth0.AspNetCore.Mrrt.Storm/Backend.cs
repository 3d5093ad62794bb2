namespace Auth0.AspNetCore.Mrrt.Storm;

/// <summary>What the servers agree through.</summary>
internal enum Backend
{
    Memory,
    PostgreSql,
    Redis,
}
