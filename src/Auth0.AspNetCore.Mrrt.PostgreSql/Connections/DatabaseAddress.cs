using Npgsql;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Connections;

/// <summary>Which database, and whose pool of connections. No record: the string may hold a password.</summary>
internal sealed class DatabaseAddress
{
    private readonly string? _connectionString;
    private readonly NpgsqlDataSource? _dataSource;

    private DatabaseAddress(string? connectionString, NpgsqlDataSource? dataSource)
    {
        _connectionString = connectionString;
        _dataSource = dataSource;
        var settings = connectionString ?? dataSource!.ConnectionString;
        MostConnections = new NpgsqlConnectionStringBuilder(settings).MaxPoolSize;
        MayBeInClearText = TransportSecurity.MayBeInClearText(settings);
    }

    /// <summary>How many connections the pool holds.</summary>
    public int MostConnections { get; }

    /// <summary>Whether others on the network may read what travels to the database.</summary>
    public bool MayBeInClearText { get; }

    /// <summary>Whether the pool is ours to close.</summary>
    public bool IsOwn => _dataSource is null;

    public static DatabaseAddress Of(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Enlist = false, // what belongs to a session is not undone with the application's own transaction
            NoResetOnClose = true, // nothing outlives a transaction, so there is nothing to reset
        };
        return new DatabaseAddress(settings.ConnectionString, dataSource: null);
    }

    public static DatabaseAddress Of(NpgsqlDataSource dataSource) => new(connectionString: null, dataSource);

    public bool IsSame(DatabaseAddress other) =>
        _connectionString == other._connectionString && ReferenceEquals(_dataSource, other._dataSource);

    public NpgsqlDataSource DataSource()
    {
        if (_dataSource is not null)
        {
            return _dataSource;
        }

        // Without the application's logger: Npgsql's own messages name hosts and users.
        var builder = new NpgsqlSlimDataSourceBuilder(_connectionString);
        builder.EnableTransportSecurity();
        builder.EnableIntegratedSecurity();
        return builder.Build();
    }

    public override string ToString() => "a PostgreSQL database";
}
