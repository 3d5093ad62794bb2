using Auth0.AspNetCore.Mrrt.Redis;
using Auth0.AspNetCore.Mrrt.Redis.Connections;
using Auth0.AspNetCore.Mrrt.Redis.Registration;
using Auth0.AspNetCore.Mrrt.Registration;
using StackExchange.Redis;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Several servers that share a Redis.</summary>
public static class RedisBuilderExtensions
{
    /// <summary>
    /// Lets several servers share sessions through Redis: they take turns in exchanging refresh tokens, and optionally keep the
    /// sessions and the keys of Data Protection there. Redis gets sealed records only.
    /// <code>
    /// .WithRedis("redis.example:6380,ssl=true", options =&gt; options.StoreSessions = true)
    /// </code>
    /// </summary>
    /// <typeparam name="TBuilder">The builder's type.</typeparam>
    /// <param name="builder">The login whose sessions are meant.</param>
    /// <param name="configuration">Where Redis is, as StackExchange.Redis reads it. The connection is the library's own.</param>
    /// <param name="configure">What is shared, and how patiently; coordination alone unless it says otherwise. With several logins
    /// the last one's figures hold for all.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">The connection string cannot be read.</exception>
    /// <exception cref="ArgumentNullException">An argument is missing.</exception>
    /// <exception cref="InvalidOperationException">Another login has named another Redis.</exception>
    public static TBuilder WithRedis<TBuilder>(
        this TBuilder builder, string configuration, Action<RedisOptions>? configure = null)
        where TBuilder : Auth0WebAppAuthenticationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(configuration);
        RedisServices.Add(builder, RedisAddress.Of(configuration), configure);
        return builder;
    }

    /// <summary>Like <see cref="WithRedis{TBuilder}(TBuilder, string, Action{RedisOptions})"/>, with a connection that the application
    /// has made and disposes of.</summary>
    /// <typeparam name="TBuilder">The builder's type.</typeparam>
    /// <param name="builder">The login whose sessions are meant.</param>
    /// <param name="connection">The connection. An answer that takes longer than <c>AsyncTimeout</c> is given up: 3 seconds are right
    /// for it, and <c>BacklogPolicy.FailFast</c>.</param>
    /// <param name="configure">What is shared, and how patiently; coordination alone unless it says otherwise. With several logins
    /// the last one's figures hold for all.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException">An argument is missing.</exception>
    /// <exception cref="InvalidOperationException">Another login has named another Redis.</exception>
    public static TBuilder WithRedis<TBuilder>(
        this TBuilder builder, IConnectionMultiplexer connection, Action<RedisOptions>? configure = null)
        where TBuilder : Auth0WebAppAuthenticationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(connection);
        RedisServices.Add(builder, RedisAddress.Of(connection), configure);
        return builder;
    }

    /// <summary>Like <see cref="WithRedis{TBuilder}(TBuilder, IConnectionMultiplexer, Action{RedisOptions})"/>, with a connection that is
    /// among the application's services.</summary>
    /// <typeparam name="TBuilder">The builder's type.</typeparam>
    /// <param name="builder">The login whose sessions are meant.</param>
    /// <param name="connection">Gives the connection, which the application disposes of. Several logins give the same function.</param>
    /// <param name="configure">What is shared, and how patiently; coordination alone unless it says otherwise. With several logins
    /// the last one's figures hold for all.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException">An argument is missing.</exception>
    /// <exception cref="InvalidOperationException">Another login has given another function.</exception>
    public static TBuilder WithRedis<TBuilder>(
        this TBuilder builder,
        Func<IServiceProvider, IConnectionMultiplexer> connection,
        Action<RedisOptions>? configure = null)
        where TBuilder : Auth0WebAppAuthenticationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(connection);
        RedisServices.Add(builder, RedisAddress.Of(connection), configure);
        return builder;
    }
}
