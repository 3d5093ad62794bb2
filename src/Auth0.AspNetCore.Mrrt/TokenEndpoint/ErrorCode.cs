namespace Auth0.AspNetCore.Mrrt.TokenEndpoint;

/// <summary>Error codes come from outside, through the browser too: what goes into a log is made harmless first.</summary>
internal static class ErrorCode
{
    private const int MaxLength = 64;

    /// <summary>The code itself when it looks like one (RFC 6749, appendix A.7, without spaces), else a remark.</summary>
    public static string? Printable(string? code) => code switch
    {
        null => null,
        { Length: > MaxLength } => "(too long)",
        _ => code.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.') ? code : "(not a code)",
    };
}
