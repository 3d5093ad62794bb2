using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Registration;
using Auth0.AspNetCore.Mrrt.Session.Store;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Sessions that live on the servers; the cookie is a handle of constant size.</summary>
public static class SessionStoreBuilderExtensions
{
    /// <summary>Keeps the sessions with the application's <see cref="ISessionCoordinator"/> if that is an
    /// <see cref="ISessionStore"/>, or in this process's memory: gone with it, and known to no other server. Users that
    /// are signed in with a cookie of the other kind sign in again. While the store is out of reach requests fail with a
    /// <see cref="SessionCoordinationException"/>, which is answered with 503 where the application calls
    /// <c>UseExceptionHandler</c>.</summary>
    /// <typeparam name="TBuilder">The builder's type.</typeparam>
    /// <param name="builder">The login whose sessions are meant.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is missing.</exception>
    public static TBuilder WithSessionStore<TBuilder>(this TBuilder builder)
        where TBuilder : Auth0WebAppAuthenticationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton(new StoredSessions(builder.AuthenticationScheme, Store: null));
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IExceptionHandler, SessionsOutOfReach>());
        return builder;
    }

    /// <summary>
    /// Keeps the sessions in a ticket store of the application's. Tokens are written there by the exchange that got
    /// them, one at a time per session in this process: an application on several servers needs a coordinator for
    /// them as well.
    /// </summary>
    /// <typeparam name="TBuilder">The builder's type.</typeparam>
    /// <param name="builder">The login whose sessions are meant.</param>
    /// <param name="store">The store. It holds tickets as they are: sealing them is up to it.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException">An argument is missing.</exception>
    public static TBuilder WithSessionStore<TBuilder>(this TBuilder builder, ITicketStore store)
        where TBuilder : Auth0WebAppAuthenticationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(store);
        builder.Services.AddSingleton(new StoredSessions(builder.AuthenticationScheme, store));
        return builder;
    }
}
