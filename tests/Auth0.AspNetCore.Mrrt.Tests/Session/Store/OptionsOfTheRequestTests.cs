using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Store;

/// <summary>T7. An exchange writes into the application's ticket store apart from any request. Options that follow the request
/// cannot be read there.</summary>
public sealed class OptionsOfTheRequestTests
{
    private readonly RecordedTickets _tickets = new();

    [Theory]
    [InlineData(true, "Alice B.")]
    [InlineData(false, "Alice A.")]
    public async Task The_ticket_that_an_exchange_stores_has_its_tokens_and_the_claims_of_the_request_s_options(bool rebuild, string name)
    {
        await using var app = await AppHost.StartAsync(
            options => options.RebuildPrincipalOnRefresh = rebuild,
            services: services => services.AddHttpContextAccessor()
                .AddSingleton<IOptionsMonitor<Auth0WebAppWithAccessTokenOptions>, OfRequest>(),
            tenantOptions: tenant => tenant.Users.Add(new() { Id = "auth0|alice", Name = "Alice A.", Email = "alice@example.com" }),
            build: builder => builder.WithSessionStore(_tickets));
        using var browser = await app.SignedInAsync();
        app.Tenant.Users[0].Name = "Alice B.";
        ((OfRequest)app.Services.GetRequiredService<IOptionsMonitor<Auth0WebAppWithAccessTokenOptions>>()).Throws = true;

        var forced = await browser.TokenAsync(force: true);

        forced.Token.Should().NotBeNull();
        _tickets.Renewals.Should().Be(1, "the exchange has stored the ticket, and the response need not");
        var ticket = (await _tickets.RetrieveAsync(_tickets.Keys.Single()))!;
        TicketTokens.Read(ticket.Properties.Items).Primary!.AccessToken.Should().Be(forced.Token);
        ticket.Principal.Identity!.Name.Should().Be(name);
        app.Logs.Lines.Should().NotContain(line => line.Contains("[309]"));
    }

    /// <summary>Follows the request, and throws where no request is.</summary>
    private sealed class OfRequest(
        IOptionsFactory<Auth0WebAppWithAccessTokenOptions> factory, IHttpContextAccessor request)
        : IOptionsMonitor<Auth0WebAppWithAccessTokenOptions>
    {
        public bool Throws { get; set; }

        public Auth0WebAppWithAccessTokenOptions CurrentValue => Get(Options.DefaultName);

        public Auth0WebAppWithAccessTokenOptions Get(string? name) => Throws && request.HttpContext is null
            ? throw new InvalidOperationException("No request is here.")
            : factory.Create(name ?? Options.DefaultName);

        public IDisposable? OnChange(Action<Auth0WebAppWithAccessTokenOptions, string?> listener) => null;
    }
}
