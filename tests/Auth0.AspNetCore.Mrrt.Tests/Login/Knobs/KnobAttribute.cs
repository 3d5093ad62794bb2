namespace Auth0.AspNetCore.Mrrt.Tests.Login.Knobs;

/// <summary>Names the property of the framework's options that a test turns.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class KnobAttribute(string name) : Attribute
{
    public string Name => name;
}
