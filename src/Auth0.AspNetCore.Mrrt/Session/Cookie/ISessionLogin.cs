namespace Auth0.AspNetCore.Mrrt.Session.Cookie;

/// <summary>A login handler whose sign-ins hold nothing of the items that the application began the login with.</summary>
internal interface ISessionLogin;
