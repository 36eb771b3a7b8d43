using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Vocabularies;

namespace AlignZeg.Grains.Vocabularies;

/// <summary>The versions of a vocabulary, and what was computed for them. The definitions themselves are blobs.</summary>
internal sealed class VocabularyState
{
    /// <summary>Ascending; version n is at n - 1.</summary>
    public List<StoredVersion> Versions { get; set; } = [];

    /// <summary>Per <see cref="ClassifierName"/> where the classifier is.</summary>
    public SortedDictionary<string, BlobRef> Classifiers { get; set; } = [];

    /// <summary>Names the classifier of a version for a model.</summary>
    public static string ClassifierName(StoredVersion version, string modelHash) => $"{version.Hash}/{modelHash}";

    /// <summary>The version with that definition, if there is one.</summary>
    public StoredVersion? Find(string hash) => Versions.Find(version => version.Hash == hash);

    /// <summary>Refuses a definition that may not come after the latest version; the latest itself may.</summary>
    /// <exception cref="StaleVocabularyException">It may not.</exception>
    public void Require(string hash, VersionCondition condition)
    {
        string? latest = Versions.LastOrDefault()?.Hash;
        if (latest != hash && !condition.Admits(latest)) throw new StaleVocabularyException(latest);
    }

    /// <summary>Version of a number; 0 = the latest.</summary>
    /// <param name="vocabulary">Its name, for the sentence.</param> <param name="number">From 1.</param> <param name="stored">How many versions are in the storage: others may still be lost, and are none yet.</param>
    /// <exception cref="VocabularyVersionNotFoundException">There is none.</exception>
    public StoredVersion Get(string vocabulary, int number, int stored)
    {
        if (number == 0) number = stored;
        return number >= 1 && number <= stored ? Versions[number - 1] : throw new VocabularyVersionNotFoundException(vocabulary, number, stored);
    }
}

/// <summary>A version and where its definition is.</summary>
internal sealed record StoredVersion(int Number, string Hash, int Classes, BlobRef Definition);
