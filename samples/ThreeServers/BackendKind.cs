namespace ThreeServers;

/// <summary>What the servers share their sessions in.</summary>
internal enum BackendKind
{
    Redis,
    PostgreSql,
}
