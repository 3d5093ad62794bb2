using Auth0.AspNetCore.Mrrt.PostgreSql.Server;

namespace Auth0.AspNetCore.Mrrt.Snippets.YourOwnCoordinator;

/// <summary>A database server for the driver of the documentation, where PostgreSQL is installed.</summary>
public sealed class YourOwnDatabase : IAsyncLifetime
{
    private LocalPostgreSql? _server;

    public string ConnectionString => _server!.ConnectionString;

    public int Port => _server!.Port;

    public async Task InitializeAsync() =>
        _server = PostgreSqlPrograms.WhatIsMissing is null ? await LocalPostgreSql.StartAsync() : null;

    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
