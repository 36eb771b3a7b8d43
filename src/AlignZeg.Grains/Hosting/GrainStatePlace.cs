namespace AlignZeg.Grains.Hosting;

/// <summary>Where the state of grains is kept.</summary>
public enum GrainStatePlace
{
    /// <summary>Beside everything else, as JSON blobs.</summary>
    Blobs,

    /// <summary>In Redis: calls that save are faster, and what Redis forgets is lost.</summary>
    Redis,
}
