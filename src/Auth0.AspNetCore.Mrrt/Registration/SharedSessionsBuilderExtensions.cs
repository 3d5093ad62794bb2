using System.Diagnostics.CodeAnalysis;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.Registration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Several servers that share their sessions in a backend of the application's.</summary>
public static class SharedSessionsBuilderExtensions
{
    /// <summary>
    /// Lets several servers share sessions in a backend for which the application has a driver: they take turns in exchanging
    /// refresh tokens, and optionally keep the sessions there. PostgreSQL and Redis have packages of their own.
    /// <code>
    /// .WithSharedSessions(services =&gt; new MyBackend(), options =&gt; options.StoreSessions = true)
    /// </code>
    /// </summary>
    /// <typeparam name="TBuilder">The builder's type.</typeparam>
    /// <param name="builder">The login whose sessions are meant.</param>
    /// <param name="backend">Gives the driver. It is called once, with the application's services: singletons, no scoped ones. The
    /// container disposes of the driver. Several logins give the same function.</param>
    /// <param name="configure">What is shared, and how patiently; coordination alone unless it says otherwise. With
    /// several logins the last one's figures hold for all.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException">The builder or the function is missing.</exception>
    /// <exception cref="InvalidOperationException">Another login has given another function.</exception>
    public static TBuilder WithSharedSessions<TBuilder>(
        this TBuilder builder,
        Func<IServiceProvider, ISessionBackend> backend,
        Action<SharedSessionOptions>? configure = null)
        where TBuilder : Auth0WebAppAuthenticationBuilder =>
        builder.WithSharedSessions<TBuilder, SharedSessionOptions>(backend, configure);

    /// <summary>Like <see cref="WithSharedSessions{TBuilder}(TBuilder, Func{IServiceProvider, ISessionBackend}, Action{SharedSessionOptions})"/>,
    /// for a driver with settings of its own: <typeparamref name="TOptions"/> has them beside those that all backends have. The
    /// driver reads and checks its own ones: register an <c>IValidateOptions&lt;TOptions&gt;</c>.</summary>
    /// <typeparam name="TBuilder">The builder's type.</typeparam>
    /// <typeparam name="TOptions">The settings' type.</typeparam>
    /// <param name="builder">The login whose sessions are meant.</param>
    /// <param name="backend">Gives the driver. It is called once, with the application's services: singletons, no scoped ones. The
    /// container disposes of the driver. Several logins give the same function.</param>
    /// <param name="configure">What is shared, and how patiently; coordination alone unless it says otherwise. With
    /// several logins the last one's figures hold for all.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException">The builder or the function is missing.</exception>
    /// <exception cref="InvalidOperationException">Another login has given another function, or settings of another type.</exception>
    public static TBuilder WithSharedSessions<
        TBuilder, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        this TBuilder builder, Func<IServiceProvider, ISessionBackend> backend, Action<TOptions>? configure)
        where TBuilder : Auth0WebAppAuthenticationBuilder
        where TOptions : SharedSessionOptions, new()
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(backend);
        SharedSessionsServices.Add(builder, backend, configure);
        return builder;
    }
}
