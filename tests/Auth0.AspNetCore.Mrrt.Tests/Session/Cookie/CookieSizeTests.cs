using Auth0.AspNetCore.Mrrt.Session.Cookie;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Cookie;

/// <summary>The bounds of a session cookie, to the byte.</summary>
public sealed class CookieSizeTests : IDisposable
{
    private const string Name = "cookie";
    private const string Counter = "auth0.session_cookie.large name=cookie outcome=";

    private readonly TestMeters _meters = new();
    private readonly RecordedLogs _logs = new();
    private readonly ManualTimeProvider _time = new();
    private readonly KestrelServerOptions _server = new();
    private readonly ILoggerFactory _loggers;
    private readonly CookieSize _size;

    public CookieSizeTests()
    {
        _loggers = LoggerFactory.Create(logging => logging.AddProvider(_logs));
        _size = new CookieSize(Options.Create(_server), _meters, _time, _loggers.CreateLogger<CookieSize>());
    }

    public void Dispose()
    {
        _meters.Dispose();
        _loggers.Dispose();
    }

    /// <summary>Other headers need room: four kilobytes, or a quarter of a small server's limit.</summary>
    [Theory]
    [InlineData(32 * 1024, 28 * 1024)]
    [InlineData(64 * 1024, 60 * 1024)]
    [InlineData(16 * 1024, 12 * 1024)]
    [InlineData(8 * 1024, 6 * 1024)]
    public void The_limit_leaves_room_for_other_headers(int headers, int limit)
    {
        _server.Limits.MaxRequestHeadersTotalSize = headers;
        _size.Limit.Should().Be(limit);
    }

    /// <summary>A cookie is cut into chunks of about 3,900 letters, each with a name of its own.</summary>
    [Theory]
    [InlineData(14_292, 0)] // 14,292 and 4 names of 11 letters: 14,336
    [InlineData(14_293, 1)]
    public void From_half_of_the_limit_on_a_cookie_is_warned_of(int value, int warnings)
    {
        Check(value);
        Lines("[205]").Should().HaveCount(warnings);
        _meters.Counts.GetValueOrDefault(Counter + "Warned").Should().Be(warnings);
    }

    [Theory]
    [InlineData(28_584, "Warned")] // 28,584 and 8 names of 11 letters: 28,672
    [InlineData(28_585, "Exceeded")]
    public void Beyond_the_limit_the_application_is_told(int value, string outcome)
    {
        Check(value);
        _meters.Counts.Should().ContainSingle().Which.Should().Be(KeyValuePair.Create(Counter + outcome, 1L));
    }

    [Theory]
    [InlineData(CookieWrite.Login, "LoginRefused")]
    [InlineData(CookieWrite.Tokens, null)]
    internal async Task A_login_and_new_tokens_are_not_written_beyond_the_limit(CookieWrite write, string? outcome)
    {
        var context = new DefaultHttpContext();
        var writing = () => CookieWrites.RunAsync(context, write, () =>
        {
            _size.Check(context, Name, 28_585);
            return Task.FromResult(true);
        });
        var refusal = (await writing.Should().ThrowAsync<CookieTooLargeException>()).Which;
        (refusal.Length, refusal.Limit).Should().Be((28_673, 28_672));
        refusal.Message.Should().Contain("28673").And.Contain("28672").And.Contain("WithSessionStore");
        _meters.Counts.Keys.Should().BeEquivalentTo(outcome is null ? [] : new[] { Counter + outcome });
    }

    /// <summary>A session may be written often.</summary>
    [Fact]
    public void Each_warning_is_logged_once_a_minute_and_counted_each_time()
    {
        Check(20_000);
        Check(20_000);
        Check(40_000);
        Check(40_000);
        _size.NotWritten(Name, new CookieTooLargeException(2, 1));
        _size.NotWritten(Name, new CookieTooLargeException(2, 1));
        _logs.Lines.Should().HaveCount(3);
        _time.Advance(TimeSpan.FromMinutes(1));
        Check(20_000);
        Check(40_000);
        _size.NotWritten(Name, new CookieTooLargeException(2, 1));
        _logs.Lines.Should().HaveCount(6);
        _meters.Counts.Should().BeEquivalentTo(new Dictionary<string, long>
        {
            [Counter + "Warned"] = 3,
            [Counter + "Exceeded"] = 3,
            [Counter + "NotWritten"] = 3,
        });
    }

    [Fact]
    public async Task A_write_within_another_write_gives_its_reason_back()
    {
        var context = new DefaultHttpContext();
        await CookieWrites.RunAsync(context, CookieWrite.Login, async () =>
        {
            await CookieWrites.RunAsync(context, CookieWrite.Tokens, () => Task.FromResult(CookieWrites.Of(context)));
            CookieWrites.Of(context).Should().Be(CookieWrite.Login);
            return true;
        });
        CookieWrites.Of(context).Should().Be(CookieWrite.Application);
    }

    private void Check(int value) => _size.Check(new DefaultHttpContext(), Name, value);

    private IEnumerable<string> Lines(string id) => _logs.Lines.Where(line => line.Contains(id, StringComparison.Ordinal));
}
