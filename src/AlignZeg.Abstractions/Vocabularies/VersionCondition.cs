namespace AlignZeg.Abstractions.Vocabularies;

/// <summary>What the latest version of a vocabulary has to be for another one to come after it.</summary>
/// <param name="Exists">True: there is one. False: there is none yet. Null = either.</param>
/// <param name="Hashes">There is one, and its hash is among these. Null = whatever it is.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.version-condition")]
public sealed record VersionCondition(bool? Exists = null, List<string>? Hashes = null)
{
    /// <summary>Whether it is so.</summary>
    /// <param name="latest">Hash of the latest version; null = there is none.</param>
    public bool Admits(string? latest) => (Exists is null || Exists == latest is not null) && (Hashes is null || (latest is not null && Hashes.Contains(latest)));
}
