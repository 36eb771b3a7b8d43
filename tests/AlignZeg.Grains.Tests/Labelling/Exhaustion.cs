namespace AlignZeg.Grains.Tests.Labelling;

/// <summary>Makes memory end.</summary>
internal static class Exhaustion
{
    /// <summary>Throws what the runtime throws when it has no memory for an object: strings of this length are never given.</summary>
    public static void Throw() => _ = new string('x', int.MaxValue);
}
