namespace Auth0.AspNetCore.Mrrt.EndToEnd.Support;

/// <summary>The test classes that keep all processors busy. They run when the other classes have ended.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneOnTheMachine
{
    public const string Name = "alone on the machine";
}
