using AlignZeg.Model.Inference;

namespace AlignZeg.Model.Tests.Inference;

[Collection(nameof(Serial))]
public sealed class AbstentionTests
{
    private const ushort None = SegmentedImage.Unclaimed, Left = SegmentedImage.Abstained;

    // Pixels: sure of 0; sure of 1; weak 1; 0 close before 1; nothing.
    private static readonly float[,] Scores = { { .9f, .0f, .1f, .50f, .1f }, { .05f, .8f, .4f, .45f, .05f } };

    [Fact]
    public void WithoutARule_EveryPixelGetsItsBest() => Assert.Equal(new ushort[] { 0, 1, 1, 0, None }, Decide(null));

    [Fact]
    public void Threshold_IsThatOfTheBestClass()
    {
        Assert.Equal(new ushort[] { 0, 1, Left, 0, None }, Decide(new([0, .5f], [0, 0])));
        Assert.Equal(new ushort[] { 0, 1, 1, Left, None }, Decide(new([.6f, 0], [0, 0])));
        Assert.Equal(new ushort[] { 0, 1, 1, 0, None }, Decide(new([.5f, .4f], [0, 0]))); // reached is enough
    }

    [Fact]
    public void Margin_IsTheLeadOverTheSecond()
    {
        Assert.Equal(new ushort[] { 0, 1, 1, Left, None }, Decide(new([0, 0], [.1f, .1f])));
        Assert.Equal(new ushort[] { 0, 1, Left, 0, None }, Decide(new([0, 0], [0, .35f])));
    }

    [Fact]
    public void Background_HasALimitOfItsOwn()
    {
        Assert.Equal(new ushort[] { 0, 1, 1, 0, Left }, Decide(new([0, 0], [0, 0], BackgroundThreshold: .95f)));
        Assert.Equal(new ushort[] { 0, 1, 1, 0, Left }, Decide(new([0, 0], [0, 0], BackgroundMargin: .85f)));
        Assert.Equal(new ushort[] { 0, 1, 1, 0, None }, Decide(new([0, 0], [0, 0], BackgroundThreshold: .9f)));
    }

    [Fact]
    public void Confidence_StaysTheScore()
    {
        var (plain, limited) = (new byte[5], new byte[5]);
        Decide(null, plain);
        Decide(new([1, 1], [1, 1], 1, 1), limited);
        Assert.Equal(plain, limited);
    }

    [Fact]
    public void OneClass_LeadsByItsScore()
    {
        using var scope = NewDisposeScope();
        var labels = new ushort[2];
        new PixelDecision(0, new([0], [.5f])).Decide(tensor(new[,] { { .6f, .4f } }), score => score, labels, new byte[2]);
        Assert.Equal(new ushort[] { 0, Left }, labels);
    }

    // Few of many classes are looked at: the second-best one must be among them, and each limit belongs to its class.
    [Theory]
    [InlineData(65, 12)]
    [InlineData(300, 12)]
    [InlineData(1000, 3)]
    public void ManyClasses_AreLimitedAsIfAllWereLookedAt(int classes, double peak)
    {
        manual_seed(classes);
        using var scope = NewDisposeScope();
        var masks = 4 * randn(1, 12, 20, 30);
        var scores = (peak * randn(12, classes)).softmax(1);
        var abstention = new Abstention(rand(classes).mul(.3).data<float>().ToArray(), rand(classes).mul(.2).data<float>().ToArray());
        var composed = SemanticMap.Compose(masks, scores, 30, 20, claim: 0, abstention: abstention);
        var sums = scores.mT.matmul(masks.sigmoid().squeeze(0).flatten(1));                                     // S, [C, P]
        var (best, index) = sums.topk(2, 0);
        var (value, label) = (best.clamp(0, 1).flatten().data<float>().ToArray(), index[0].data<long>().ToArray());
        int unlike = 0, left = 0;
        for (int p = 0; p < label.Length; p++)
        {
            bool refused = value[p] < abstention.Thresholds[label[p]] || value[p] - value[label.Length + p] < abstention.Margins[label[p]];
            if (refused) left++;
            if (composed.Labels[p] != (refused ? Left : (ushort)label[p])) unlike++;
        }

        Assert.InRange(unlike, 0, 1); // a tie to the last bit
        Assert.InRange(left, 1, label.Length - 1);
    }

    [Fact]
    public void DenseMap_LimitsTheProbability()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new[,] { { 2f, 0f }, { 0f, 1f } }).reshape(1, 2, 1, 2); // probabilities .88 and .73
        Assert.Equal(new ushort[] { 0, Left }, DenseMap.Compose(logits, 2, 1, claim: 0, new([.8f, .8f], [0, 0])).Labels);
        Assert.Equal(new ushort[] { 0, Left }, DenseMap.Compose(logits, 2, 1, claim: 0, new([0, 0], [.5f, .5f])).Labels); // leads .76 and .46
    }

    private static ushort[] Decide(Abstention? abstention, byte[]? confidence = null)
    {
        using var scope = NewDisposeScope();
        var labels = new ushort[5];
        new PixelDecision(.2, abstention).Decide(tensor(Scores), score => score, labels, confidence ?? new byte[5]);
        return labels;
    }
}
