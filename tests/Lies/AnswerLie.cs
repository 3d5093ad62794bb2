namespace Auth0.AspNetCore.Mrrt.Lies;

/// <summary>What is bent about the answer to a code, and the line of the log that has to say so.</summary>
internal sealed record AnswerLie(string Name, string Line, Func<ScriptedTenant, HttpResponseMessage> Answer);
