using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Grains.Devices;
using AlignZeg.Grains.Tests.Labelling;
using AlignZeg.Grains.Tests.Telemetry;
using AlignZeg.Grains.Workers;
using AlignZeg.Model.Inference;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AlignZeg.Grains.Tests.Workers;

public sealed class BatchRunnerTests : IDisposable
{
    private readonly FakeSegmenterFactory _factory = new();
    private readonly DeviceThread _device;

    public BatchRunnerTests() => _device = new("cpu", _factory, maxWaiting: 4, TimeProvider.System, budget: 100);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _device.Dispose();

    // An exhausted device gives up models of images that wait; meanwhile another took the place, and has images in hand behind these.
    [Fact]
    public async Task ModelThatWasGivenUp_ComesBackInItsTurn_ThoughAnotherIsInUse()
    {
        var (mine, other) = (Model("mine", 60), Model("other", 60));
        foreach (var model in new[] { mine, other }) _device.Uses.Enter(model.Hash);
        await _device.RunBulkAsync(models => models.Get(other), Token);
        var image = ImageOf(mine);
        await new BatchRunner(_device, new(), new(new TestMeters()), NullLogger.Instance).RunAsync([image], Token);
        Assert.Null(image.Rejection);
        Assert.NotNull(image.Output);
        Assert.Equal([other.Path], _factory.Disposed.Distinct().Except([mine.Path]));
        Assert.Equal(60, _device.Health().ResidentBytes);
    }

    private ImageInHand ImageOf(ModelBundle model)
    {
        var vocabulary = new VocabularyDefinition("v", [VocabularyClass.Named("cat"), VocabularyClass.Named("dog")], []);
        var classifier = new Classifier(2, new float[4], [], [true, true]);
        var plan = new LabellingPlan(null!, model, vocabulary, classifier, new FakeSegmenter(_factory, Thread.CurrentThread, model.Path)); // runs on its own: of no job
        return new(new(null!, new(Guid.NewGuid(), [new(0, "a.png", "a", "a.png")], TimeSpan.FromMinutes(1)), plan), new(0, "a.png", "a", "a.png"))
        {
            Input = new(new byte[3 * FakeSegmenter.Side * FakeSegmenter.Side], new(FakeSegmenter.Side, FakeSegmenter.Side), FakeSegmenter.Side, FakeSegmenter.Side),
        };
    }

    private static ModelBundle Model(string name, long bytes) => new(new(name), $"/sized/{name}-{bytes}", $"/sized/{name}-{bytes}");
}
