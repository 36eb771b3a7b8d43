using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Models;

namespace AlignZeg.Abstractions.Vocabularies;

/// <summary>A vocabulary: its immutable versions, and what they become for each model. Key: <see cref="VocabularyKey"/>.</summary>
[Alias("alignzeg.vocabulary")]
public interface IVocabularyGrain : IGrainWithStringKey
{
    /// <summary>Makes the definition durable as a new version; a definition that is a version already is that version again.</summary>
    /// <exception cref="InvalidVocabularyException">The definition breaks a rule.</exception>
    [Alias("publish")]
    Task<VocabularyVersion> PublishAsync(VocabularyDefinition definition, CancellationToken cancellationToken = default);

    /// <summary>
    /// As <see cref="PublishAsync"/>, if the latest version is as the caller believes: compared as the new one is added, so that of two callers who have seen the same version one hears of the
    /// other. A definition that is the latest version already is that version, whatever the condition: the caller may have published it itself, and not have heard so.
    /// </summary>
    /// <exception cref="InvalidVocabularyException">The definition breaks a rule.</exception>
    /// <exception cref="StaleVocabularyException">The latest version is another one.</exception>
    [Alias("publish-if")]
    Task<VocabularyVersion> PublishIfAsync(VocabularyDefinition definition, VersionCondition condition, CancellationToken cancellationToken = default);

    /// <summary>One version; 0 = the latest.</summary>
    /// <exception cref="VocabularyVersionNotFoundException">There is none of that number.</exception>
    [Alias("get")]
    Task<VocabularyVersion> GetAsync(int version = 0, CancellationToken cancellationToken = default);

    /// <summary>All versions, ascending.</summary>
    [Alias("versions")]
    Task<IReadOnlyList<VocabularyVersionSummary>> ListVersionsAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// The classifier of a version for a model. Computed once, on a device, whatever the number of callers; afterwards no text encoder runs for it.
    /// </summary>
    /// <returns>Where its bytes are.</returns>
    /// <exception cref="VocabularyVersionNotFoundException">There is no such version.</exception>
    /// <exception cref="ModelUnavailableException">The model cannot be loaded, or no device is there to compute on.</exception>
    [Alias("classifier"), ResponseTimeout("00:10:00")]
    Task<BlobRef> GetClassifierAsync(int version, ModelBundle model, CancellationToken cancellationToken = default);
}
