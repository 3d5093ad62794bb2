using Auth0.AspNetCore.Mrrt.Session.Cookie;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Cookie;

public sealed class SessionCookieManagerTests
{
    private const string Name = "__Host-Auth0.Cookies";

    [Theory]
    [InlineData("abc", $"{Name}=abc")]
    [InlineData("abc", $"a=1; {Name}=abc; b=2")]
    [InlineData("abc", $"a=1;{Name}=abc ;b=2;")]
    [InlineData("abc", $"{Name}X=1; X{Name}=2; {Name}=abc; {Name}C=3; {Name}Cx=4; {Name}C0=5; {Name}C-1=6")]
    [InlineData("last", $"{Name}=first; {Name}=last")]
    [InlineData(null, $"{Name}=")]
    [InlineData("abc", $"{Name}=abc; {Name}=")]
    [InlineData("abcdef", $"{Name}=chunks-2; {Name}C1=abc; {Name}C2=def; {Name}C2=")]
    [InlineData("abc", $"{Name}=chunks-1; {Name}C1=abc; {Name}C01=other")]
    [InlineData("a b", $"{Name}=a%20b")]
    [InlineData("abcdef", $"{Name}C2=def; x=1; {Name}=chunks-2; {Name}C1=abc")]
    [InlineData("abc", $"{Name}=chunks-1; {Name}C1=abc; {Name}C2=old")]
    [InlineData(null, $"{Name}=chunks-2; {Name}C1=abc")]
    [InlineData(null, $"{Name}=chunks-0")]
    [InlineData(null, $"{Name}=chunks--1; {Name}C1=abc")]
    [InlineData(null, $"{Name}=chunks-33; {Name}C1=abc")]
    [InlineData(null, $"{Name}=chunks-99999999999; {Name}C1=abc")]
    [InlineData(null, $"{Name}=chunks-x; {Name}C1=abc")]
    [InlineData(null, "a=1")]
    [InlineData(null, Name)]
    [InlineData(null, ";;; =;")]
    [InlineData(null, "")]
    public void A_cookie_is_read_from_the_header_as_the_framework_reads_it(string? value, string header)
    {
        Read(header).Should().Be(value);
        // What is broken it gives as it stands there.
        var framework = new ChunkingCookieManager { ThrowForPartialCookies = false }.GetRequestCookie(With(header), Name);
        (framework is null or "" || framework.StartsWith("chunks-", StringComparison.Ordinal) ? null : framework).Should().Be(value);
    }

    /// <summary>RFC 6265, section 4.2.1: the framework takes a comma for a semicolon.</summary>
    [Fact]
    public void A_comma_separates_no_cookies()
    {
        Read($"a=1, {Name}=abc").Should().BeNull();
        Read($"{Name}=abc, a=1").Should().Be("abc, a=1");
    }

    [Fact]
    public void Its_parts_may_come_in_several_headers() =>
        Read(new StringValues([$"{Name}=chunks-2; {Name}C2=def", $"{Name}C1=abc"])).Should().Be("abcdef");

    [Fact]
    public void Without_a_header_there_is_none() => Read(StringValues.Empty).Should().BeNull();

    [Theory]
    [InlineData(10)]
    [InlineData(4000)]
    [InlineData(5000)]
    [InlineData(60_000)]
    [InlineData(140_000)]
    public void What_it_writes_it_reads_and_so_does_the_framework(int length)
    {
        var value = string.Concat(Enumerable.Range(0, length).Select(i => (char)('a' + i % 26)));
        var response = new DefaultHttpContext();
        new SessionCookieManager().AppendResponseCookie(response, Name, value, new CookieOptions());
        var header = string.Join("; ", response.Response.Headers.SetCookie.Select(cookie => cookie!.Split(';')[0]));
        Read(header).Should().Be(value);
        new ChunkingCookieManager().GetRequestCookie(With(header), Name).Should().Be(value);
    }

    /// <summary>Up to 32 are joined here, and more by the framework.</summary>
    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    public void A_cookie_of_any_number_of_chunks_is_read_whole_or_not_at_all(int chunks)
    {
        string[] all = [$"{Name}=chunks-{chunks}", .. Enumerable.Range(1, chunks).Select(number => $"{Name}C{number}=<{number}>")];
        Read(string.Join("; ", all)).Should().Be(string.Concat(Enumerable.Range(1, chunks).Select(number => $"<{number}>")));
        Read(string.Join("; ", all[..^1])).Should().BeNull();
    }

    [Fact]
    public void A_cookie_that_lacks_a_chunk_is_none_also_beside_cookies_with_escaped_letters() =>
        Read($"other=a%20b; {Name}=chunks-2; {Name}C1=a").Should().BeNull();

    [Fact]
    public void A_cookie_of_no_request_or_no_name_is_a_mistake()
    {
        var cookies = new SessionCookieManager();
        cookies.Invoking(it => it.AppendResponseCookie(null!, Name, "value", new CookieOptions()))
            .Should().Throw<ArgumentNullException>().WithParameterName("context");
        cookies.Invoking(it => it.GetRequestCookie(null!, Name)).Should().Throw<ArgumentNullException>().WithParameterName("context");
        cookies.Invoking(it => it.GetRequestCookie(With("a=1"), null!)).Should().Throw<ArgumentNullException>().WithParameterName("key");
        cookies.Invoking(it => it.GetRequestCookie(With("a=1"), "")).Should().Throw<ArgumentException>().WithParameterName("key");
    }

    [Fact]
    public void It_deletes_every_chunk()
    {
        var context = With($"{Name}=chunks-2; {Name}C1=a; {Name}C2=b");
        new SessionCookieManager().DeleteCookie(context, Name, new CookieOptions());
        context.Response.Headers.SetCookie.Select(cookie => cookie!.Split('=')[0]).Should().Equal(Name, Name + "C1", Name + "C2");
    }

    /// <summary>The framework stops at the first chunk that is missing.</summary>
    [Theory]
    [InlineData($"{Name}=chunks-4; {Name}C1=a; {Name}C3=c; {Name}C4=d; {Name}Cx=e; other=f")]
    [InlineData($"{Name}=chunks-2; {Name}C1=a; {Name}C3=c; {Name}C4=d; {Name}Cx=e; other=f")]
    [InlineData($"{Name}C1=a; {Name}C3=c; {Name}C4=d; {Name}Cx=e; other=f")]
    public void It_deletes_the_chunks_that_are_later_than_a_missing_one(string header)
    {
        var context = With(header);
        new SessionCookieManager().DeleteCookie(context, Name, new CookieOptions { Path = "/app" });
        context.Response.Headers.SetCookie.Should().AllSatisfy(cookie => cookie.Should().Contain("path=/app").And.Contain("1970"));
        context.Response.Headers.SetCookie.Select(cookie => cookie!.Split('=')[0])
            .Should().BeEquivalentTo(Name, Name + "C1", Name + "C3", Name + "C4");
    }

    [Theory]
    [InlineData($"{Name}=chunks-5; {Name}C1=a; {Name}C3=c; {Name}C4=d", "has 3 of 5")]
    [InlineData($"{Name}=chunks-2; {Name}C1=a; {Name}C3=c", "has 1 of 2")]
    [InlineData($"{Name}=chunks-2", "has 0 of 2")]
    [InlineData($"{Name}=chunks-32; {Name}C32=a", "has 1 of 32")]
    [InlineData($"{Name}=chunks-0", null)]
    [InlineData($"{Name}=chunks-x", null)]
    [InlineData($"{Name}=chunks-2; {Name}C1=a; {Name}C2=c", null)]
    [InlineData($"{Name}=abc", null)]
    [InlineData("a=1", null)]
    public void A_cookie_that_lacks_a_chunk_is_told_in_the_log_once_per_request(string header, string? told)
    {
        using var logs = new RecordedLogs();
        using var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(logs)).BuildServiceProvider();
        var context = With(header);
        context.RequestServices = services;
        for (var i = 0; i < 2; i++)
        {
            _ = new SessionCookieManager().GetRequestCookie(context, Name);
        }

        if (told is null)
        {
            logs.Lines.Should().BeEmpty();
        }
        else
        {
            logs.Lines.Should().ContainSingle().Which.Should().Contain("[204]").And.Contain(told);
        }
    }

    private static string? Read(StringValues header) => new SessionCookieManager().GetRequestCookie(With(header), Name);

    private static DefaultHttpContext With(StringValues header)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Cookie = header;
        return context;
    }
}
