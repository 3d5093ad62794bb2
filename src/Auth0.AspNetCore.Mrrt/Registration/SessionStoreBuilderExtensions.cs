using System.Diagnostics.CodeAnalysis;
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
    /// <summary>Keeps the sessions in the <see cref="ISessionStore"/> that the application has registered, or with its
    /// <see cref="ISessionCoordinator"/> if that is one. Where the application has registered neither, they live in this process's
    /// memory: gone with it, and known to no other server. Users that
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
    /// <param name="store">The store. It holds tickets as they are: encrypting them is up to it.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException">An argument is missing.</exception>
    public static TBuilder WithSessionStore<TBuilder>(this TBuilder builder, ITicketStore store)
        where TBuilder : Auth0WebAppAuthenticationBuilder
    {
        ArgumentNullException.ThrowIfNull(store);
        return builder.WithSessionStore(_ => store);
    }

    /// <summary>Like <see cref="WithSessionStore{TBuilder}(TBuilder, ITicketStore)"/>, with a store that a function
    /// makes.</summary>
    /// <typeparam name="TBuilder">The builder's type.</typeparam>
    /// <param name="builder">The login whose sessions are meant.</param>
    /// <param name="store">Gives the store. It is called when the cookie's options are made, with the application's
    /// services: singletons, no scoped ones.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException">An argument is missing.</exception>
    public static TBuilder WithSessionStore<TBuilder>(this TBuilder builder, Func<IServiceProvider, ITicketStore> store)
        where TBuilder : Auth0WebAppAuthenticationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(store);
        builder.Services.AddSingleton(new StoredSessions(builder.AuthenticationScheme, store));
        return builder;
    }

    /// <summary>Like <see cref="WithSessionStore{TBuilder}(TBuilder, ITicketStore)"/>, with a store that the container makes
    /// with its dependencies. It is a singleton, unless the application registered <typeparamref name="TStore"/>
    /// itself.</summary>
    /// <typeparam name="TStore">The store's type.</typeparam>
    /// <param name="builder">The login whose sessions are meant.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is missing.</exception>
    public static Auth0WebAppAuthenticationBuilder WithSessionStore<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TStore>(
        this Auth0WebAppAuthenticationBuilder builder)
        where TStore : class, ITicketStore
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<TStore>();
        return builder.WithSessionStore(provider => provider.GetRequiredService<TStore>());
    }

    /// <summary>Like <see cref="WithSessionStore{TStore}(Auth0WebAppAuthenticationBuilder)"/>, for a login with access
    /// tokens.</summary>
    /// <typeparam name="TStore">The store's type.</typeparam>
    /// <param name="builder">The login whose sessions are meant.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is missing.</exception>
    public static Auth0WebAppWithAccessTokenAuthenticationBuilder WithSessionStore<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TStore>(
        this Auth0WebAppWithAccessTokenAuthenticationBuilder builder)
        where TStore : class, ITicketStore
    {
        ((Auth0WebAppAuthenticationBuilder)builder).WithSessionStore<TStore>();
        return builder;
    }
}
