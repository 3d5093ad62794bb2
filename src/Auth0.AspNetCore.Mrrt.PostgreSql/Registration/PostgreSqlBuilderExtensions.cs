using Auth0.AspNetCore.Mrrt.PostgreSql;
using Auth0.AspNetCore.Mrrt.PostgreSql.Connections;
using Auth0.AspNetCore.Mrrt.PostgreSql.Registration;
using Auth0.AspNetCore.Mrrt.Registration;
using Npgsql;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Several servers that need nothing but a database.</summary>
public static class PostgreSqlBuilderExtensions
{
    /// <summary>
    /// Lets several servers share sessions through PostgreSQL: they take turns in exchanging refresh tokens, and
    /// optionally keep the sessions and the keys of Data Protection there. Sealed records only; no state of a database
    /// session is used, so a pooler in transaction mode may be in between.
    /// <code>
    /// .WithPostgreSql(connectionString, options =&gt; { options.StoreSessions = true; options.CreateSchema = true; })
    /// </code>
    /// </summary>
    /// <typeparam name="TBuilder">The builder's type.</typeparam>
    /// <param name="builder">The login whose sessions are meant.</param>
    /// <param name="connectionString">Where the database is, as Npgsql reads it. The connections' pool is the library's
    /// own.</param>
    /// <param name="configure">What is shared, and how patiently; coordination alone unless it says otherwise. With
    /// several logins the last one's figures hold for all.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">The connection string cannot be read.</exception>
    /// <exception cref="ArgumentNullException">An argument is missing.</exception>
    /// <exception cref="InvalidOperationException">Another login has named another database.</exception>
    public static TBuilder WithPostgreSql<TBuilder>(
        this TBuilder builder, string connectionString, Action<PostgreSqlOptions>? configure = null)
        where TBuilder : Auth0WebAppAuthenticationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        PostgreSqlServices.Add(builder, DatabaseAddress.Of(connectionString), configure);
        return builder;
    }

    /// <summary>Like <see cref="WithPostgreSql{TBuilder}(TBuilder, string, Action{PostgreSqlOptions})"/>, with a data
    /// source that the application has built and disposes of.</summary>
    /// <typeparam name="TBuilder">The builder's type.</typeparam>
    /// <param name="builder">The login whose sessions are meant.</param>
    /// <param name="dataSource">The database. Its logging of parameters must be off: they are sealed, but no one's
    /// business.</param>
    /// <param name="configure">What is shared, and how patiently; coordination alone unless it says otherwise. With
    /// several logins the last one's figures hold for all.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException">An argument is missing.</exception>
    /// <exception cref="InvalidOperationException">Another login has named another database.</exception>
    public static TBuilder WithPostgreSql<TBuilder>(
        this TBuilder builder, NpgsqlDataSource dataSource, Action<PostgreSqlOptions>? configure = null)
        where TBuilder : Auth0WebAppAuthenticationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(dataSource);
        PostgreSqlServices.Add(builder, DatabaseAddress.Of(dataSource), configure);
        return builder;
    }
}
