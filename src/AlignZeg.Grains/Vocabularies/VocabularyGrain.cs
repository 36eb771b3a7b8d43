using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Grains.Devices;
using AlignZeg.Storage.Blobs;
using AlignZeg.Storage.GrainState;
using Orleans.Concurrency;

namespace AlignZeg.Grains.Vocabularies;

/// <summary>Reentrant, so that a version can be read while a classifier is computed; writes of its state wait for each other.</summary>
[Reentrant, PrefersNoDevices]
internal sealed class VocabularyGrain(
    [PersistentState("vocabulary", GrainStorageNames.Vocabularies)] IPersistentState<VocabularyState> vocabulary, IBlobStore blobs, ClassifierBuilder builder)
    : Grain, IVocabularyGrain, IDisposable
{
    private readonly Dictionary<string, Task<BlobRef>> _computing = [];
    private readonly SemaphoreSlim _writing = new(1, 1);
    private int _stored; // versions: a job must not begin with one that a failed write takes back

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _stored = vocabulary.State.Versions.Count;
        return Task.CompletedTask;
    }

    public Task<VocabularyVersion> PublishAsync(VocabularyDefinition definition, CancellationToken cancellationToken = default) => PublishIfAsync(definition, new(), cancellationToken);

    public async Task<VocabularyVersion> PublishIfAsync(VocabularyDefinition definition, VersionCondition condition, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var normal = VocabularyRules.Require(definition);
        string hash = VocabularyJson.Hash(normal);
        var blob = await blobs.WriteContentAsync(Prefix("definitions"), VocabularyJson.Canonical(normal), ".json", cancellationToken);
        vocabulary.State.Require(hash, condition); // nobody gets a turn between this and the addition
        var stored = vocabulary.State.Find(hash);
        if (stored is null)
        {
            stored = new(vocabulary.State.Versions.Count + 1, hash, normal.Classes.Count, blob);
            vocabulary.State.Versions.Add(stored);
        }

        await SaveAsync(CancellationToken.None); // also for a version that another call has added but not yet saved; and whoever asked may leave: others may wait for the version too
        return new(stored.Number, hash, normal);
    }

    public async Task<VocabularyVersion> GetAsync(int version = 0, CancellationToken cancellationToken = default)
    {
        var stored = vocabulary.State.Get(this.GetPrimaryKeyString(), version, _stored);
        return new(stored.Number, stored.Hash, await ReadAsync(stored, cancellationToken));
    }

    public Task<IReadOnlyList<VocabularyVersionSummary>> ListVersionsAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<VocabularyVersionSummary>>([.. vocabulary.State.Versions.Take(_stored).Select(v => new VocabularyVersionSummary(v.Number, v.Hash, v.Classes))]);

    public async Task<BlobRef> GetClassifierAsync(int version, ModelBundle model, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        var stored = vocabulary.State.Get(this.GetPrimaryKeyString(), version, _stored);
        string name = VocabularyState.ClassifierName(stored, model.Hash);
        if (vocabulary.State.Classifiers.TryGetValue(name, out var known)) return known;
        if (!_computing.TryGetValue(name, out var computing)) _computing[name] = computing = ComputeAsync(name, stored, model);
        return await computing.WaitAsync(cancellationToken);
    }

    public void Dispose() => _writing.Dispose();

    // Not cancelled with the caller: others may wait for the same classifier.
    private async Task<BlobRef> ComputeAsync(string name, StoredVersion version, ModelBundle model)
    {
        try
        {
            var definition = await ReadAsync(version, CancellationToken.None);
            var blob = await builder.BuildAsync(GrainFactory, model, definition, await FindKnownAsync(definition, model));
            vocabulary.State.Classifiers[name] = blob;
            await SaveAsync(CancellationToken.None);
            return blob;
        }
        finally
        {
            _computing.Remove(name);
        }
    }

    // The newest version with a classifier of the model and a class of these: publishing a change embeds what has changed.
    private async Task<KnownTexts?> FindKnownAsync(VocabularyDefinition definition, ModelBundle model)
    {
        foreach (var earlier in vocabulary.State.Versions.AsEnumerable().Reverse())
        {
            if (!vocabulary.State.Classifiers.TryGetValue(VocabularyState.ClassifierName(earlier, model.Hash), out var classifier)) continue;
            try
            {
                if (KnownRows.Of(await ReadAsync(earlier, CancellationToken.None), definition) is { } rows) return new(classifier, rows);
            }
            catch (StorageException exception) when (exception.Fault == StorageFault.Damaged)
            {
                // Gone or damaged: that version helps nobody, and is in the way of nobody.
            }
        }

        return null;
    }

    private async Task<VocabularyDefinition> ReadAsync(StoredVersion version, CancellationToken cancellationToken) =>
        VocabularyJson.Read(await blobs.ReadContentAsync(version.Definition, cancellationToken));

    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            int written = vocabulary.State.Versions.Count;
            await vocabulary.SaveAsync(this, cancellationToken);
            _stored = written;
        }
        finally
        {
            _writing.Release();
        }
    }

    private string Prefix(string folder)
    {
        var key = VocabularyKey.Parse(this.GetPrimaryKeyString());
        return $"tenants/{key.Tenant}/vocabularies/{key.Name}/{folder}";
    }
}
