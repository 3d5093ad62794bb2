namespace Auth0.AspNetCore.Mrrt.Session.Store;

/// <summary>The session ended while a sign-in waited to continue it. Nothing of the sign-in must be written (G8).</summary>
internal sealed class SessionEndedException() : Exception("The session has ended.");
