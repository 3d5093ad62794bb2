using Auth0.AspNetCore.Mrrt.Session.Cookie;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Cookie;

/// <summary>A dropped part of a cookie is logged once in each request.</summary>
public sealed class IncompleteCookieTests : IDisposable
{
    private readonly RecordedLogs _logs = new();
    private readonly ServiceProvider _services;

    public IncompleteCookieTests() => _services = new ServiceCollection()
        .AddLogging(logging => logging.AddProvider(_logs))
        .BuildServiceProvider();

    public void Dispose() => _services.Dispose();

    [Fact]
    public void A_request_has_one_line_for_each_cookie()
    {
        var request = Request();
        IncompleteCookie.Report(request, "one", found: 1, count: 3);
        IncompleteCookie.Report(request, "one", found: 1, count: 3);
        IncompleteCookie.Report(request, "two", found: 0, count: 2);
        _logs.Lines.Should().HaveCount(2);
        _logs.Lines.Should().ContainSingle(line => line.Contains("one", StringComparison.Ordinal))
            .Which.Should().Contain("1").And.Contain("3");

        IncompleteCookie.Report(Request(), "one", found: 1, count: 3);
        _logs.Lines.Should().HaveCount(3);
    }

    /// <summary>Read as the last of a request's headers, with a part that is missing in the middle.</summary>
    [Fact]
    public void The_line_tells_how_many_parts_have_arrived()
    {
        var request = Request();
        request.Request.Headers.Cookie = "name=chunks-3; nameC1=a; nameC3=c";
        new SessionCookieManager().GetRequestCookie(request, "name").Should().BeNull();
        _logs.Lines.Should().ContainSingle().Which.Should().MatchRegex("2\\D+3");
    }

    [Fact]
    public void Without_services_nothing_is_logged_and_nothing_breaks()
    {
        var request = new DefaultHttpContext();
        IncompleteCookie.Report(request, "one", found: 1, count: 3);
        request.Items.Should().ContainSingle();
    }

    private DefaultHttpContext Request() => new() { RequestServices = _services };
}
