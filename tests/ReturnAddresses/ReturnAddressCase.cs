namespace Auth0.AspNetCore.Mrrt.ReturnAddresses;

/// <summary>A return address as somebody may pass it, and where the login must lead.</summary>
internal sealed record ReturnAddressCase(string Family, string Given, string Expected);
