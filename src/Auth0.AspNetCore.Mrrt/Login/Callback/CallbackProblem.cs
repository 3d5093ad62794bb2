namespace Auth0.AspNetCore.Mrrt.Login.Callback;

/// <summary>Why a request at the callback's address is not read as an answer of the tenant.</summary>
/// <param name="Reason">The reason, for the log.</param>
/// <param name="IsStray">True when the request can come from an honest link, such as one in an e-mail of the tenant. The
/// user is then led to the application's start page.</param>
internal sealed record CallbackProblem(string Reason, bool IsStray = false);
