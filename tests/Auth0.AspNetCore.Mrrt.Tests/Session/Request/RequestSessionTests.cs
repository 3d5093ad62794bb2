using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Request;

/// <summary>Protocol, step 10: what a request takes over, and when its response carries it.</summary>
public sealed class RequestSessionTests
{
    private readonly SessionTokens _tokens = Given.Holding();

    [Fact]
    public void A_newer_generation_is_taken_over_and_scheduled_once()
    {
        var session = Open();
        session.Adopt(Newer(_tokens, "rt-4"));
        session.Adopt(Newer(session.Tokens, "rt-5"));
        session.Tokens.RefreshToken.Should().Be("rt-5");
        session.Renewed.Should().BeTrue();
    }

    [Fact]
    public void The_same_generation_an_older_one_and_somebody_else_s_are_not()
    {
        var session = Open();
        session.Adopt(Newer(_tokens, "rt-4"));
        session.Adopt(Newer(_tokens, "rt-4 again"));
        session.Adopt(_tokens);
        session.Adopt(new SessionTokens { SessionId = "another", Generation = 99, RefreshToken = "theirs" });
        session.Tokens.RefreshToken.Should().Be("rt-4");
        session.Renewed.Should().BeTrue();
    }

    /// <summary>G17: a request may stay open for days.</summary>
    [Fact]
    public void A_request_that_takes_over_many_generations_remembers_the_first_and_the_last_ones()
    {
        var session = Open();
        for (var i = 0; i < 50; i++)
        {
            session.Adopt(Newer(session.Tokens, $"rt-{i}"));
        }

        session.Shown.Select(tokens => tokens.RefreshToken).Should().Equal(
            "rt-3", "rt-43", "rt-44", "rt-45", "rt-46", "rt-47", "rt-48", "rt-49");
    }

    /// <summary>G8.</summary>
    [Fact]
    public void A_session_that_was_closed_takes_over_nothing()
    {
        var session = Open();
        session.Closed.Should().BeFalse();
        session.Close();
        session.Closed.Should().BeTrue();
        session.Adopt(Newer(_tokens, "rt-4"));
        session.Tokens.RefreshToken.Should().Be("rt-3");
        session.Renewed.Should().BeFalse();
    }

    [Fact]
    public void What_the_framework_reads_in_this_request_is_renewed_with_it()
    {
        var items = new Dictionary<string, string?> { ["own"] = "stays" };
        TicketTokens.Write(_tokens, items);
        var session = Open();
        session.Items = new SessionItems(items);
        session.Adopt(Newer(_tokens, "rt-4"));
        new AuthenticationProperties(session.Items).GetTokenValue("refresh_token").Should().Be("rt-4");
        session.Items.Should().Contain("own", "stays");
        items[TicketItems.RefreshToken].Should().Be("rt-3", "the ticket itself is not this request's to change");
    }

    /// <summary>An exchange may end after its request did, when the HttpContext serves somebody else.</summary>
    [Fact]
    public async Task The_first_of_several_exchanges_finds_the_keeper_and_listens_for_the_requests_end()
    {
        var (http, response) = Request();
        var keepers = new Queue<ISessionTokenStore>([new NoKeeper(), new NoKeeper()]);
        var first = keepers.Peek();
        var session = new RequestSession(_tokens) { FindTokenStore = request => request == http ? keepers.Dequeue() : null };
        session.PrepareExchange(http);
        session.PrepareExchange(http);
        session.TokenStore.Should().BeSameAs(first);
        keepers.Should().HaveCount(1);
        response.Completed.Should().HaveCount(1);

        session.RequestEnded.Should().BeFalse();
        await response.Completed[0]();
        session.RequestEnded.Should().BeTrue();
    }

    /// <summary>Its ticket goes out with the response: what the store holds is of the session before.</summary>
    [Fact]
    public void After_a_sign_in_an_exchange_of_the_same_request_has_no_keeper()
    {
        var session = new RequestSession(_tokens)
        {
            FindTokenStore = _ => new NoKeeper(),
            Replacement = new AuthenticationTicket(new ClaimsPrincipal(), "Cookies"),
        };
        session.PrepareExchange(Request().Http);
        session.TokenStore.Should().BeNull();
    }

    [Fact]
    public async Task Another_view_of_the_same_cookie_scheme_closes_the_one_before()
    {
        var http = new DefaultHttpContext();
        RequestSessionFeature.Known(http, "Cookies").Should().BeNull();
        var (first, second, other) = (Open(), Open(), Open());
        RequestSessionFeature.Replace(http, "Cookies", first);
        RequestSessionFeature.Replace(http, "Other", other);
        RequestSessionFeature.Known(http, "Cookies").Should().BeSameAs(first);
        RequestSessionFeature.Replace(http, "Cookies", second);
        (await RequestSessionFeature.FindAsync(http, "Cookies")).Should().BeSameAs(second);
        first.Closed.Should().BeTrue();
        second.Closed.Should().BeFalse();
        other.Closed.Should().BeFalse();
        RequestSessionFeature.Known(http, "cookies").Should().BeNull();
    }

    [Fact]
    public async Task A_cookie_scheme_that_nobody_registered_is_a_mistake()
    {
        var http = new DefaultHttpContext
        {
            RequestServices = new ServiceCollection().AddLogging().AddAuthentication().Services.BuildServiceProvider(),
        };
        var find = async () => await RequestSessionFeature.FindAsync(http, "Nobody's");
        (await find.Should().ThrowAsync<InvalidOperationException>()).WithMessage("*'Nobody's'*");
    }

    [Fact]
    public void The_items_are_a_dictionary_like_any_other()
    {
        var items = new SessionItems(new Dictionary<string, string?> { ["a"] = "1" }) { ["b"] = "2" };
        items.Add("c", "3");
        items.Add(new KeyValuePair<string, string?>("d", null));
        items.Should().HaveCount(4);
        items.IsReadOnly.Should().BeFalse();
        items.Keys.Should().BeEquivalentTo("a", "b", "c", "d");
        items.Values.Should().BeEquivalentTo("1", "2", "3", null);
        items["a"].Should().Be("1");
        items.ContainsKey("a").Should().BeTrue();
        items.ContainsKey("A").Should().BeFalse();
        items.TryGetValue("b", out var b).Should().BeTrue();
        b.Should().Be("2");
        items.Contains(new KeyValuePair<string, string?>("b", "2")).Should().BeTrue();
        items.Contains(new KeyValuePair<string, string?>("b", "3")).Should().BeFalse();
        items.Remove("b").Should().BeTrue();
        items.Remove(new KeyValuePair<string, string?>("a", "2")).Should().BeFalse();
        items.Remove(new KeyValuePair<string, string?>("a", "1")).Should().BeTrue();
        var copy = new KeyValuePair<string, string?>[3];
        items.CopyTo(copy, 1);
        copy.Skip(1).Select(item => item.Key).Should().BeEquivalentTo("c", "d");
        items.Clear();
        items.Should().BeEmpty();
        ((System.Collections.IEnumerable)items).GetEnumerator().MoveNext().Should().BeFalse();
    }

    private static SessionTokens Newer(SessionTokens tokens, string refreshToken) =>
        tokens.Next(tokens.Primary, tokens.Additional, refreshToken, tokens.IdToken);

    private static (HttpContext Http, CompletedResponse Response) Request()
    {
        var response = new CompletedResponse();
        var http = new DefaultHttpContext();
        http.Features.Set<IHttpResponseFeature>(response);
        return (http, response);
    }

    private RequestSession Open() => new(_tokens);

    /// <summary>Keeps what is to be done when the response is complete.</summary>
    private sealed class CompletedResponse : HttpResponseFeature
    {
        public List<Func<Task>> Completed { get; } = [];

        public override void OnCompleted(Func<object, Task> callback, object state) => Completed.Add(() => callback(state));
    }

    private sealed class NoKeeper : ISessionTokenStore
    {
        public ValueTask<SessionTokens?> ReadAsync() => new((SessionTokens?)null);

        public ValueTask<bool> KeepAsync(SessionTokens tokens) => new(false);
    }
}
