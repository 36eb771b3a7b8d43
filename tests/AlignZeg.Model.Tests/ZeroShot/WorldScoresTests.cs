using AlignZeg.Cli.Training;
using AlignZeg.Datasets.LabelMaps;
using AlignZeg.Datasets.Worlds;
using AlignZeg.Model.Inference;
using AlignZeg.Model.Training;

namespace AlignZeg.Model.Tests.ZeroShot;

public sealed class WorldScoresTests
{
    private const int Count = 3;
    private const long Seed = 11;

    // All that is scored is right, and one pixel of background is called a class whose pixels are ignored.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OnePixel_CalledAClassThatIsNotScored_IsNoClassOfTheMean(bool seen)
    {
        var world = World.Create();
        var scored = new SupervisionOptions { HeldOut = 6 }.Apply(world.Seen);
        int stray = Enumerable.Range(0, scored.Count).First(i => !scored[i] && world.Seen[i] == seen);
        var truths = new List<LabelMap>();
        WorldScores.ForEach(world, Sized, Count, Seed, (_, truth) => truths.Add(truth), TestContext.Current.CancellationToken);
        var answers = new Queue<SegmentedImage>(truths.Select(truth => AnswerOf(truth, stray)));
        var scores = new WorldScores(world, scored);

        scores.Add(Sized, _ => answers.Dequeue(), Count, Seed, TestContext.Current.CancellationToken);

        var found = scores.LowestForSeen().Scores;
        Assert.Equal(1, found.MeanIouSeen);
        Assert.Null(found.MeanIouUnseen);
    }

    [Fact]
    public void Split_OfAllClasses_IsTheWorlds()
    {
        var world = World.Create();
        var (all, oracle) = (WorldScores.SplitOf(world), WorldScores.SplitOf(world, new SupervisionOptions { Oracle = true }.Apply(world.Seen)));
        Assert.Equal((24, 8), (all.Seen.Count, all.Unseen.Count));
        Assert.Equal(all.Seen, oracle.Seen);
        Assert.Equal(all.Unseen, oracle.Unseen);
    }

    private static InputSize Sized(int width, int height) => new(32, 32);

    private static SegmentedImage AnswerOf(LabelMap truth, int stray)
    {
        var labels = Array.ConvertAll(truth.Ids, id => (ushort)Math.Max(0, id - 1));
        var confidence = Array.ConvertAll(truth.Ids, id => id > 0 ? byte.MaxValue : (byte)0);
        int background = Array.IndexOf(truth.Ids, (ushort)0);
        (labels[background], confidence[background]) = ((ushort)stray, byte.MaxValue);
        return new(labels, confidence);
    }
}
