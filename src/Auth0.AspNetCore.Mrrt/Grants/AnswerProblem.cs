namespace Auth0.AspNetCore.Mrrt.Grants;

/// <summary>Why an answer of the token endpoint is refused.</summary>
/// <param name="Fault">What is wrong.</param>
/// <param name="Description">A text for logs and results.</param>
internal sealed record AnswerProblem(AnswerFault Fault, string Description)
{
    public static readonly AnswerProblem UnreadableIdToken = new(AnswerFault.UnreadableIdToken, "the new ID token cannot be read");

    public static readonly AnswerProblem ExpiredOnArrival = new(
        AnswerFault.ExpiredOnArrival, "the answer took longer than the access token lasts");

    public static readonly AnswerProblem OtherAudience = new(AnswerFault.OtherAudience, "the access token is for another audience");

    public static AnswerProblem AboutAnother(string description) => new(AnswerFault.AboutAnother, description);
}
