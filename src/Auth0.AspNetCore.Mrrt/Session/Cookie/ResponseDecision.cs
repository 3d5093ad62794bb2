namespace Auth0.AspNetCore.Mrrt.Session.Cookie;

/// <summary>What a response does with the request's session.</summary>
internal enum ResponseDecision
{
    /// <summary>The session has ended, or a newer sign-in's response carries it: neither our write nor the framework's renewal
    /// may bring back what there was (G8, G15).</summary>
    Withhold,

    /// <summary>Nothing new: the framework renews the ticket if it decided to.</summary>
    Forward,

    /// <summary>The response carries what the request knows more than its cookie.</summary>
    Write,
}
