using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Testing;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Moq;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Store;

/// <summary>The application has registered an <see cref="ISessionStore"/>, and another object coordinates.</summary>
public sealed class StoreApartTests
{
    private static readonly TimeSpan PastExpiry = TimeSpan.FromHours(25);

    private readonly TicketsApart _tickets = new();

    /// <summary>The coordinator forgets a generation soon after a browser has shown it.</summary>
    [Fact]
    public async Task What_an_exchange_obtained_is_in_the_store_when_the_coordinator_has_forgotten_it()
    {
        await using var app = await StartAsync();
        using var browser = await app.SignedInAsync();
        for (var day = 0; day < 3; day++)
        {
            app.Tenant.Advance(PastExpiry);
            (await browser.TokenAsync()).Token.Should().NotBeNull();
            (await browser.TokenAsync()).Token.Should().NotBeNull();
            app.Tenant.Advance(TimeSpan.FromHours(1));
            (await browser.TokenAsync()).Token.Should().NotBeNull();
        }

        app.Tenant.Exchanges.Should().HaveCount(3).And.OnlyContain(exchange => exchange.Outcome == TokenExchangeOutcome.Granted);
    }

    [Fact]
    public async Task Twenty_requests_at_once_make_one_exchange()
    {
        await using var app = await StartAsync();
        using var browser = await app.SignedInAsync();
        app.Tenant.Advance(PastExpiry);
        using var gate = app.Tenant.Faults.HoldTokenCalls();
        var calls = Enumerable.Range(0, 20).Select(_ => browser.TokenAsync()).ToArray();
        await gate.WaitForArrivalsAsync(1);
        gate.Release();
        (await Task.WhenAll(calls)).Select(answer => answer.Token).Distinct().Should().ContainSingle().Which.Should().NotBeNull();
        app.Tenant.Exchanges.Should().ContainSingle();
    }

    [Fact]
    public async Task A_sign_out_removes_the_ticket_and_a_copy_of_the_cookie_opens_nothing()
    {
        await using var app = await StartAsync();
        using var browser = await app.SignedInAsync();
        using var copy = browser.Fork();
        _tickets.Ids.Should().ContainSingle();
        (await browser.GetAsync("/logout")).Dispose();
        _tickets.Ids.Should().BeEmpty();
        (await copy.SessionAsync()).Subject.Should().BeNull();
    }

    [Fact]
    public async Task A_coordinator_that_is_no_store_needs_one()
    {
        var start = async () => await AppHost.StartAsync(
            services: services => services.Replace(ServiceDescriptor.Singleton(Mock.Of<ISessionCoordinator>())),
            build: builder => builder.WithSessionStore());
        await start.Should().ThrowAsync<InvalidOperationException>().WithMessage("*ISessionStore*");
    }

    private Task<AppHost> StartAsync() => AppHost.StartAsync(
        services: services => services.AddSingleton<ISessionStore>(_tickets), build: builder => builder.WithSessionStore());
}
