using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt.Jwt;

/// <summary>An ID token broke a rule, which has a name.</summary>
internal sealed class IdTokenRefusedException(string check)
    : SecurityTokenValidationException($"The ID token failed the check of: {check}.")
{
    /// <summary>The check that an exception stands for, in a word for the log.</summary>
    public static string CheckOf(Exception? exception) => exception switch
    {
        null => "not valid",
        IdTokenRefusedException refused => refused.Check,
        ArgumentException or FormatException => "not readable",
        _ => exception.GetType().Name,
    };

    private string Check { get; } = check;
}
