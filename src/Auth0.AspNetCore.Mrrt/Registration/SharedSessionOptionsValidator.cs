using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>Reports everything that is wrong with the settings at once, when the application starts. A backend checks its own
/// ones.</summary>
/// <typeparam name="TOptions">The settings, with those of the backend.</typeparam>
internal sealed class SharedSessionOptionsValidator<TOptions> : IValidateOptions<TOptions>
    where TOptions : SharedSessionOptions
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        List<string> wrong = [.. NotPositive(options), .. Negative(options)];
        if (typeof(TOptions) == typeof(SharedSessionOptions) && options is { StoreSessions: false, CoordinateExchanges: false })
        {
            wrong.Add($"nothing is to be shared: set {nameof(options.StoreSessions)} or {nameof(options.CoordinateExchanges)}.");
        }

        if (!Enum.IsDefined(options.WhenUnavailable))
        {
            wrong.Add($"{nameof(options.WhenUnavailable)} is no value of {nameof(WhenUnavailable)}.");
        }

        return wrong is []
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(wrong.Select(text => $"{typeof(TOptions).Name}: {text}"));
    }

    private static IEnumerable<string> NotPositive(TOptions options)
    {
        (string Name, TimeSpan Value)[] settings =
        [
            (nameof(options.TurnTimeout), options.TurnTimeout),
            (nameof(options.EndedSessionsInterval), options.EndedSessionsInterval),
            (nameof(options.CleanupInterval), options.CleanupInterval),
            (nameof(options.RecordLifetime), options.RecordLifetime),
        ];
        return from setting in settings where setting.Value <= TimeSpan.Zero select $"{setting.Name} is more than zero.";
    }

    private static IEnumerable<string> Negative(TOptions options)
    {
        (string Name, TimeSpan Value)[] settings =
        [
            (nameof(options.CommitRetryTime), options.CommitRetryTime),
            (nameof(options.QuietAfterRestart), options.QuietAfterRestart),
        ];
        return from setting in settings where setting.Value < TimeSpan.Zero select $"{setting.Name} is zero or more.";
    }
}
