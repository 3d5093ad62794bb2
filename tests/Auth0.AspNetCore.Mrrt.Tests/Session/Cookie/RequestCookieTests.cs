using Auth0.AspNetCore.Mrrt.Session.Cookie;
using Auth0.AspNetCore.Mrrt.Tests.Session.Format;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Cookie;

/// <summary>The session cookie of a request: how it is deleted, and where its ticket is.</summary>
public sealed class RequestCookieTests
{
    private readonly StartingResponse _response = new();
    private readonly CookieAuthenticationOptions _options = new() { CookieManager = new ChunkingCookieManager() };

    public RequestCookieTests() => _options.Cookie.Name = "session";

    /// <summary>An error page drops the headers that were set before.</summary>
    [Fact]
    public async Task A_deletion_holds_for_a_response_that_was_cleared_meanwhile()
    {
        var context = Context();
        Cookie(context).Delete();
        context.Response.Headers.SetCookie.Should().ContainSingle().Which.Should().StartWith("session=;");
        context.Response.Headers.Clear();
        await _response.StartAsync();
        context.Response.Headers.SetCookie.Should().ContainSingle().Which.Should().StartWith("session=;");
    }

    [Fact]
    public async Task After_the_start_of_the_response_nothing_is_deleted()
    {
        var context = Context();
        _response.Started = true;
        Cookie(context).Delete();
        await _response.StartAsync();
        context.Response.Headers.SetCookie.Should().BeEmpty();
    }

    [Fact]
    public void Without_a_store_there_is_no_key_and_no_store()
    {
        var cookie = Cookie(Context());
        cookie.StoreKey.Should().BeNull();
        cookie.ApplicationStore.Should().BeNull();
        cookie.IsClosed.Should().BeFalse();
    }

    [Fact]
    public async Task A_request_without_a_cookie_has_no_ticket() =>
        (await Cookie(Context()).ReadTicketAsync()).Should().BeNull();

    [Fact]
    public async Task After_a_sign_in_of_the_same_request_its_ticket_is_the_new_one()
    {
        using var request = new CookieRequest();
        request.Bring(Tickets.Of(Given.Holding()));
        (await request.Cookie.ReadTicketAsync())!.Properties.GetTokenValue("refresh_token").Should().Be("rt-3");
        var signedIn = Tickets.Of(Given.Holding());
        request.Open(Given.Holding()).Replace(signedIn);
        (await request.Cookie.ReadTicketAsync()).Should().BeSameAs(signedIn);
    }

    private RequestCookie Cookie(HttpContext context) => new(context, "Cookies", _options, new ManualTimeProvider());

    private DefaultHttpContext Context()
    {
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature());
        features.Set<IHttpResponseFeature>(_response);
        return new DefaultHttpContext(features);
    }

    private sealed class StartingResponse : HttpResponseFeature
    {
        private readonly List<Func<Task>> _starting = [];
        private bool _hasStarted;

        public override bool HasStarted => _hasStarted;

        public bool Started
        {
            set => _hasStarted = value;
        }

        public override void OnStarting(Func<object, Task> callback, object state) => _starting.Add(() => callback(state));

        public async Task StartAsync()
        {
            foreach (var callback in _starting)
            {
                await callback();
            }
        }
    }
}
