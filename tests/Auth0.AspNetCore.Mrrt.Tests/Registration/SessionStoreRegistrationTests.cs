using Auth0.AspNetCore.Mrrt.Registration;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Tests.Registration;

/// <summary>A ticket store of the application's may need services of the application's.</summary>
public sealed class SessionStoreRegistrationTests
{
    [Fact]
    public async Task A_store_s_type_is_made_by_the_container_with_what_it_needs()
    {
        var tickets = new RecordedTickets();
        await SignedInWithAsync(tickets, auth0 => auth0.WithSessionStore<Around>());
    }

    [Fact]
    public async Task A_function_may_make_the_store()
    {
        var tickets = new RecordedTickets();
        await SignedInWithAsync(tickets, auth0 => auth0.WithSessionStore(services => new Around(services.GetRequiredService<RecordedTickets>())));
    }

    [Fact]
    public void A_store_that_the_application_registered_itself_is_the_one()
    {
        var own = new Around(new RecordedTickets());
        var services = Services(own).AddAuth0WebApp(Set).WithSessionStore<Around>().Services;
        Cookie(services).SessionStore.Should().BeSameAs(own);
    }

    [Fact]
    public void A_builder_for_access_tokens_stays_one()
    {
        var builder = Services().AddAuth0WebApp(Set).WithAccessToken(_ => { });
        builder.WithSessionStore<Around>().Should().BeOfType<Auth0WebAppWithAccessTokenAuthenticationBuilder>()
            .And.BeSameAs(builder);
    }

    [Fact]
    public void A_function_that_gives_no_store_is_an_error_that_says_so()
    {
        var services = Services().AddAuth0WebApp(Set).WithSessionStore(_ => null!).Services;
        services.Invoking(Cookie).Should().Throw<InvalidOperationException>().WithMessage("*WithSessionStore*'Cookies'*");
    }

    [Fact]
    public void Nothing_may_be_missing()
    {
        var builder = Services().AddAuth0WebApp(Set);
        builder.Invoking(auth0 => auth0.WithSessionStore((Func<IServiceProvider, ITicketStore>)null!)).Should().Throw<ArgumentNullException>();
        builder.Invoking(auth0 => auth0.WithSessionStore((ITicketStore)null!)).Should().Throw<ArgumentNullException>();
        new Action(() => ((Auth0WebAppAuthenticationBuilder)null!).WithSessionStore<Around>()).Should().Throw<ArgumentNullException>();
    }

    private static async Task SignedInWithAsync(
        RecordedTickets tickets, Action<Auth0WebAppWithAccessTokenAuthenticationBuilder> build)
    {
        await using var app = await AppHost.StartAsync(services: services => services.AddSingleton(tickets), build: build);
        using var browser = await app.SignedInAsync();
        tickets.Keys.Should().ContainSingle();
        (await browser.TokenAsync(AppHost.Inventory)).Token.Should().NotBeNull();
        tickets.Renewals.Should().Be(1, "the exchange wrote its tokens there");
    }

    private static CookieAuthenticationOptions Cookie(IServiceCollection services) =>
        services.BuildServiceProvider().GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get("Cookies");

    private static ServiceCollection Services(Around? own = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        if (own is not null)
        {
            services.AddSingleton(own);
        }

        return services;
    }

    private static void Set(Auth0WebAppOptions options)
    {
        options.Domain = "tenant.example.com";
        options.ClientId = "id";
        options.ClientSecret = "secret";
    }

    private sealed class Around(RecordedTickets tickets) : ITicketStore
    {
        public Task<string> StoreAsync(AuthenticationTicket ticket) => tickets.StoreAsync(ticket);

        public Task RenewAsync(string key, AuthenticationTicket ticket) => tickets.RenewAsync(key, ticket);

        public Task<AuthenticationTicket?> RetrieveAsync(string key) => tickets.RetrieveAsync(key);

        public Task RemoveAsync(string key) => tickets.RemoveAsync(key);
    }
}
