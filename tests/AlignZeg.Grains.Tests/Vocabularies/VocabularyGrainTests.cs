using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Grains.Devices;
using AlignZeg.Grains.Tests.Labelling;
using AlignZeg.Grains.Workers;
using AlignZeg.Storage.Blobs;
using AlignZeg.Storage.Files;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AlignZeg.Grains.Tests.Vocabularies;

public sealed class VocabularyGrainTests(VocabularyGrainTests.Fixture fixture) : IClassFixture<VocabularyGrainTests.Fixture>
{
    private static readonly ModelBundle Tiny = new(new("tiny"), "/models/tiny", FakeSegmenterFactory.Hash);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Versions_AreImmutable_AndSurviveDeactivation()
    {
        var grain = Vocabulary("versions");
        var first = await grain.PublishAsync(LabellingCluster.Vocabulary(), Token);
        var second = await grain.PublishAsync(LabellingCluster.Vocabulary(background: true), Token);
        Assert.Equal((1, 2), (first.Number, second.Number));
        await fixture.Cluster.DeactivateAsync(grain);
        Assert.Equal(1, (await grain.PublishAsync(LabellingCluster.Vocabulary(), Token)).Number);
        Assert.Equal(second.Hash, (await grain.GetAsync(cancellationToken: Token)).Hash);
        Assert.Equal(5, (await grain.GetAsync(2, Token)).Definition.BackgroundId());
        Assert.Equal([(1, 5), (2, 6)], (await grain.ListVersionsAsync(Token)).Select(version => (version.Number, version.Classes)));
    }

    [Fact]
    public async Task OfThoseWhoHaveSeenTheSameVersion_OnePublishes_AndTheOthersHearOfIt()
    {
        var grain = Vocabulary("editors");
        var definition = LabellingCluster.Vocabulary();
        string latest = (await grain.PublishIfAsync(definition, new(Exists: false), Token)).Hash;
        for (int round = 1; round <= 5; round++)
        {
            var seen = new VersionCondition(Hashes: [latest]);
            var editors = Enumerable.Range(0, 8).Select(editor => grain.PublishIfAsync(definition with { Templates = [$"{round} {editor} {{}}"] }, seen, Token)).ToList();
            await Task.WhenAll(editors).ContinueWith(_ => { }, TaskScheduler.Default);
            var published = Assert.Single(editors, editor => editor.IsCompletedSuccessfully);
            Assert.All(editors.Except([published]), editor => Assert.IsType<StaleVocabularyException>(editor.Exception!.InnerException));
            latest = (await published).Hash;
            Assert.Equal((round + 1, latest), ((await published).Number, (await grain.GetAsync(cancellationToken: Token)).Hash));
            Assert.Equal(round + 1, (await grain.PublishIfAsync((await published).Definition, seen, Token)).Number); // whoever did not hear of his success
        }

        await Assert.ThrowsAsync<StaleVocabularyException>(() => grain.PublishIfAsync(definition, new(Exists: false), Token));
        await Assert.ThrowsAsync<StaleVocabularyException>(() => Vocabulary("no-editors").PublishIfAsync(definition, new(Exists: true), Token));
    }

    [Fact]
    public async Task Version_IsThere_OnceItIsStored()
    {
        WatchedBlobs blobs = null!;
        await using var cluster = await LabellingCluster.StartAsync(configure: (_, silo) =>
            silo.Services.AddSingleton<IBlobStore>(provider => blobs = new WatchedBlobs(ActivatorUtilities.CreateInstance<FileBlobStore>(provider))));
        var grain = cluster.Grains.GetGrain<IVocabularyGrain>(new VocabularyKey("t", "stored").ToString());
        var first = await grain.PublishAsync(LabellingCluster.Vocabulary(), Token);
        var (reached, released) = (new TaskCompletionSource(), new TaskCompletionSource());
        blobs.BeforeWrite = async name =>
        {
            if (!name.StartsWith("state/", StringComparison.Ordinal)) return;
            reached.TrySetResult();
            await released.Task;
        };
        var publishing = grain.PublishAsync(LabellingCluster.Vocabulary(background: true), Token);
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(20), Token);
        Assert.Equal(first.Hash, (await grain.GetAsync(cancellationToken: Token)).Hash);
        Assert.Equal([1], (await grain.ListVersionsAsync(Token)).Select(version => version.Number));
        await Assert.ThrowsAsync<VocabularyVersionNotFoundException>(() => grain.GetAsync(2, Token));
        await Assert.ThrowsAsync<VocabularyVersionNotFoundException>(() => grain.GetClassifierAsync(2, Tiny, Token));
        released.SetException(new StorageException("No space is left.", StorageFault.Full));
        await Assert.ThrowsAnyAsync<Exception>(() => publishing); // Orleans wraps it
        await Assert.ThrowsAsync<VocabularyVersionNotFoundException>(() => grain.GetAsync(2, Token));
        blobs.BeforeWrite = null;
        Assert.Equal(2, (await grain.PublishAsync(LabellingCluster.Vocabulary(background: true), Token)).Number);
        Assert.Equal(2, (await grain.ListVersionsAsync(Token)).Count);
    }

    [Fact]
    public async Task VersionThatIsNotThere_IsSaidSo()
    {
        await Assert.ThrowsAsync<VocabularyVersionNotFoundException>(() => Vocabulary("none").GetAsync(cancellationToken: Token));
        await Assert.ThrowsAsync<VocabularyVersionNotFoundException>(() => Vocabulary("none").GetClassifierAsync(3, Tiny, Token));
    }

    [Fact]
    public async Task BrokenDefinition_IsRefused_AcrossTheCluster()
    {
        var exception = await Assert.ThrowsAsync<InvalidVocabularyException>(() => Vocabulary("broken").PublishAsync(new("v", [], []), Token));
        Assert.Equal("The vocabulary has no classes; name at least one.", Assert.Single(exception.Problems));
    }

    [Fact]
    public async Task Classifier_IsComputedOnce_ForManyCallers_AndAfterDeactivation()
    {
        var grain = Vocabulary("classifier");
        await grain.PublishAsync(LabellingCluster.Vocabulary(), Token);
        await grain.PublishAsync(LabellingCluster.Vocabulary(background: true), Token);
        int before = fixture.Cluster.Segmenters.Classifiers;
        var blobs = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => grain.GetClassifierAsync(1, Tiny, Token)));
        Assert.Single(blobs.Distinct());
        Assert.Equal(before + 1, fixture.Cluster.Segmenters.Classifiers);
        await fixture.Cluster.DeactivateAsync(grain);
        Assert.Equal(blobs[0], await grain.GetClassifierAsync(1, Tiny, Token));
        Assert.Equal(before + 1, fixture.Cluster.Segmenters.Classifiers);
        Assert.Equal(blobs[0], await grain.GetClassifierAsync(2, Tiny, Token)); // background is not given to the text tower: the same texts, the same bytes
        Assert.Equal(before + 2, fixture.Cluster.Segmenters.Classifiers);
    }

    [Fact]
    public async Task NewVersion_EmbedsWhatHasChanged()
    {
        var grain = Vocabulary("changed");
        var definition = LabellingCluster.Vocabulary();
        await grain.PublishAsync(definition, Token);
        long before = await TextRunsAsync();
        await grain.GetClassifierAsync(1, Tiny, Token);
        Assert.Equal(5, await TextRunsAsync() - before);
        await grain.PublishAsync(definition with { Classes = [.. definition.Classes.Skip(1), VocabularyClass.Named("antelope"), definition.Classes[0]] }, Token);
        var second = await grain.GetClassifierAsync(2, Tiny, Token);
        Assert.Equal(6, await TextRunsAsync() - before);
        var fresh = Vocabulary("fresh"); // the same classes without a version before them
        await fresh.PublishAsync(definition with { Classes = [.. definition.Classes.Skip(1), VocabularyClass.Named("antelope"), definition.Classes[0]] }, Token);
        Assert.Equal(second.Sha256, (await fresh.GetClassifierAsync(1, Tiny, Token)).Sha256);
    }

    [Fact]
    public async Task Limits_AndRenames_AreAnotherVersion_ThatEmbedsNothing()
    {
        var grain = Vocabulary("limits");
        var definition = LabellingCluster.Vocabulary() with { Templates = ["limits {}"] };
        await grain.PublishAsync(definition, Token);
        var first = await grain.GetClassifierAsync(1, Tiny, Token);
        long before = await TextRunsAsync();
        var changed = definition with { Threshold = .5, Margin = .1, Renames = new Dictionary<string, string> { [definition.Classes[0].Name] = "other" } };
        Assert.Equal(2, (await grain.PublishAsync(changed, Token)).Number);
        Assert.Equal(first, await grain.GetClassifierAsync(2, Tiny, Token));
        Assert.Equal(before, await TextRunsAsync());
        Assert.Equal(2, (await grain.PublishAsync(changed, Token)).Number);
        await fixture.Cluster.DeactivateAsync(grain);
        Assert.Equal("other", (await grain.GetAsync(2, Token)).Definition.NameOf(0));
    }

    [Fact]
    public async Task TextThatTheModelCutsOff_IsRefused_AlsoInItsOwnTemplates_AndWhereItsRowIsKnown()
    {
        var grain = Vocabulary("long");
        string twelve = string.Join(' ', Enumerable.Repeat("word", FakeSegmenter.Context)); // fits alone, and not in the model's own template
        var definition = LabellingCluster.Vocabulary();
        var longer = definition with { Classes = [.. definition.Classes, VocabularyClass.Named(twelve)] };
        await grain.PublishAsync(longer with { Truncate = true }, Token);
        await grain.PublishAsync(longer, Token);
        await grain.PublishAsync(longer with { Templates = ["{}"] }, Token);
        await grain.GetClassifierAsync(1, Tiny, Token);
        var refusal = await Assert.ThrowsAsync<TextTooLongException>(() => grain.GetClassifierAsync(2, Tiny, Token)); // version 1 has all its rows
        Assert.Contains($"in the template 'a {{}}' has {FakeSegmenter.Context + 1} tokens, and the model reads {FakeSegmenter.Context}", Assert.Single(refusal.Problems), StringComparison.Ordinal);
        await grain.GetClassifierAsync(3, Tiny, Token);
    }

    [Fact]
    public async Task EarlierClassifier_ThatIsGone_CostsTimeOnly()
    {
        var grain = Vocabulary("gone");
        var definition = LabellingCluster.Vocabulary() with { Templates = ["gone {}"] };
        await grain.PublishAsync(definition, Token);
        var first = await grain.GetClassifierAsync(1, Tiny, Token);
        foreach (string prefix in new[] { first.Name, "tenants/t/vocabularies/gone/definitions/" })
            await foreach (string name in fixture.Cluster.Blobs.ListAsync(prefix, Token)) await fixture.Cluster.Blobs.DeleteAsync(name, cancellationToken: Token);
        long before = await TextRunsAsync();
        await grain.PublishAsync(definition with { Classes = [.. definition.Classes, VocabularyClass.Named("goat")] }, Token);
        Assert.NotEqual(first, await grain.GetClassifierAsync(2, Tiny, Token));
        Assert.Equal(6, await TextRunsAsync() - before);
    }

    [Fact]
    public async Task SecondJob_AfterARestart_RunsNoTextEncoder()
    {
        await using var first = await LabellingCluster.StartAsync();
        var images = TestImages.Write(Path.Combine(first.DirectoryPath, "images"), 3);
        await first.RunAsync("first", await first.PrepareAsync("vocabulary", images));
        Assert.Equal(5, await TextRunsAsync(first));
        await using var second = await LabellingCluster.StartAsync(first.DirectoryPath, configure: (_, silo) => silo.Configure<WorkerOptions>(workers => workers.ReuseResults = false));
        Assert.Equal(3, (await second.RunAsync("second", await second.PrepareAsync("vocabulary", images))).Counts.Ok);
        Assert.Equal(0, await TextRunsAsync(second));
        Assert.Equal(3, second.Segmenters.Computed.Count);
    }

    [Fact]
    public async Task Version_IsRead_WhileAClassifierIsComputed()
    {
        var grain = Vocabulary("reading");
        await grain.PublishAsync(LabellingCluster.Vocabulary(), Token);
        using var hold = new ManualResetEventSlim();
        using var computing = new SemaphoreSlim(0);
        fixture.Cluster.Segmenters.BeforeClassifier = () =>
        {
            computing.Release();
            hold.Wait(TimeSpan.FromSeconds(20));
        };
        var classifier = grain.GetClassifierAsync(1, Tiny, Token);
        await computing.WaitAsync(Token);
        Assert.Equal(1, (await grain.GetAsync(1, Token)).Number);
        fixture.Cluster.Segmenters.BeforeClassifier = null;
        hold.Set();
        await classifier;
    }

    private Task<long> TextRunsAsync() => TextRunsAsync(fixture.Cluster);

    private static async Task<long> TextRunsAsync(LabellingCluster cluster)
    {
        long runs = 0;
        foreach (var key in await cluster.Grains.GetGrain<IModelGrain>("tiny").ListInstancesAsync(Token))
            runs += (await cluster.Grains.GetGrain<IModelInstanceGrain>(key.ToString()).HealthAsync(Token)).TextRuns;
        return runs;
    }

    private IVocabularyGrain Vocabulary(string name) => fixture.Cluster.Grains.GetGrain<IVocabularyGrain>(new VocabularyKey("t", name).ToString());

    public sealed class Fixture : IAsyncLifetime
    {
        public LabellingCluster Cluster { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Cluster = await LabellingCluster.StartAsync(silos: 2, configure: (number, silo) =>
        {
            if (number == 0) silo.Configure<DeviceOptions>(devices => devices.Devices = []); // one silo without devices, as an API node is
        });

        public ValueTask DisposeAsync() => Cluster.DisposeAsync();
    }
}
