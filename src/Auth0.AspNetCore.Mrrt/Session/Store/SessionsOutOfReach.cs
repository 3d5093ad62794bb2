using System.Globalization;
using Auth0.AspNetCore.Mrrt.Coordination;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Session.Store;

/// <summary>
/// Answers a request whose session is in a store that is out of reach with 503, where the application handles exceptions
/// (<c>UseExceptionHandler</c>). Nobody knows who the user is then: taken for signed out, it would be sent to sign in, to
/// a session that cannot be kept, and round again.
/// </summary>
internal sealed class SessionsOutOfReach(IProblemDetailsService? problems = null) : IExceptionHandler
{
    /// <summary>When nobody says for how long.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not SessionCoordinationException outOfReach)
        {
            return false;
        }

        var response = httpContext.Response;
        response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        response.Headers.RetryAfter = Math.Ceiling((outOfReach.RetryAfter ?? Soon).TotalSeconds)
            .ToString(CultureInfo.InvariantCulture);
        var problem = new ProblemDetailsContext { HttpContext = httpContext };
        problem.ProblemDetails.Status = response.StatusCode;
        if (problems is null || !await problems.TryWriteAsync(problem).ConfigureAwait(false))
        {
            await response.WriteAsync("The service is unavailable. Try again in a moment.", cancellationToken)
                .ConfigureAwait(false);
        }

        return true;
    }
}
