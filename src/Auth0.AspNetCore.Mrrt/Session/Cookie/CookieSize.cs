using System.Diagnostics.Metrics;
using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Session.Cookie;

/// <summary>
/// Watches the size of session cookies. A server refuses headers beyond its limit with 431, at every address: the user could
/// not even sign out. The limit is Kestrel's, less what a browser sends beside the session.
/// </summary>
internal sealed class CookieSize
{
    /// <summary>What a browser sends beside the session: its other headers, and the cookies of logins under way.</summary>
    private const int OtherHeaders = 4096;

    /// <summary>What a chunk of a cookie holds, about.</summary>
    private const int Chunk = 3900;

    private readonly IOptions<KestrelServerOptions> _kestrel;
    private readonly TimeProvider _time;
    private readonly ILogger<CookieSize> _logger;
    private readonly Counter<long> _large;
    private readonly SweepInterval _warnings = new();
    private readonly SweepInterval _excesses = new();
    private readonly SweepInterval _omissions = new();

    public CookieSize(
        IOptions<KestrelServerOptions> kestrel, IMeterFactory meters, TimeProvider time, ILogger<CookieSize> logger)
    {
        _kestrel = kestrel;
        _time = time;
        _logger = logger;
        _large = meters.Create(LibraryMeter.Name).CreateCounter<long>(
            "auth0.session_cookie.large", "{cookie}", "Session cookies beyond half of the server's limit, by what was done.");
    }

    /// <summary>The most bytes that a session cookie may have in a request.</summary>
    public int Limit
    {
        get
        {
            var headers = _kestrel.Value.Limits.MaxRequestHeadersTotalSize;
            return headers - Math.Min(OtherHeaders, headers / 4);
        }
    }

    /// <summary>Checks a cookie that is about to be written.</summary>
    /// <exception cref="CookieTooLargeException">It must not be written.</exception>
    public void Check(HttpContext httpContext, string name, int valueLength)
    {
        var limit = Limit;
        var length = Length(name, valueLength);
        if (length <= limit / 2)
        {
            return;
        }

        if (length <= limit)
        {
            Count(name, "Warned");
            if (IsDue(_warnings))
            {
                _logger.CookieLarge(name, length, limit);
            }

            return;
        }

        switch (CookieWrites.Of(httpContext))
        {
            case CookieWrite.Login:
                Count(name, "LoginRefused");
                throw new CookieTooLargeException(length, limit);
            case CookieWrite.Tokens:
                throw new CookieTooLargeException(length, limit);
            default:
                Count(name, "Exceeded");
                if (IsDue(_excesses))
                {
                    _logger.CookieExceeds(name, length, limit);
                }

                break;
        }
    }

    /// <summary>New tokens are not on the response.</summary>
    public void NotWritten(string name, CookieTooLargeException problem)
    {
        Count(name, "NotWritten");
        if (IsDue(_omissions))
        {
            _logger.CookieNotWritten(name, problem.Length, problem.Limit);
        }
    }

    /// <summary>Additional tokens were dropped so that the cookie fits.</summary>
    public void Trimmed(string name, int tokens)
    {
        Count(name, "Trimmed");
        _logger.CookieTrimmed(name, tokens, Limit);
    }

    /// <summary>With the names of the chunks that it is cut into.</summary>
    private static int Length(string name, int valueLength) => valueLength + (((valueLength / Chunk) + 1) * (name.Length + 5));

    /// <summary>One line a minute says it: a session may be written often.</summary>
    private bool IsDue(SweepInterval interval) => interval.IsOver(_time.GetUtcNow());

    private void Count(string name, string outcome) => _large.Add(
        1, new KeyValuePair<string, object?>("name", name), new KeyValuePair<string, object?>("outcome", outcome));
}
