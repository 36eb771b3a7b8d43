using AlignZeg.Model.ProposalClassification;

namespace AlignZeg.Model.Tests.ProposalClassification;

public sealed class ProposalQueueTests
{
    [Fact]
    public void Add_KeepsTheNewest_WithoutGradient()
    {
        using var scope = NewDisposeScope();
        using var queue = new ProposalQueue(3, 2);
        Assert.Empty(queue.Labels);
        queue.Add(Rows(1, 2).requires_grad_(), [1, 2]);
        Assert.Equal([1L, 2], queue.Labels);
        queue.Add(Rows(3, 4), [3, 4]);
        Assert.Equal([2L, 3, 4], queue.Labels);
        Golden.AssertClose(Rows(2, 3, 4), queue.Embeddings, 0);
        Assert.False(queue.Embeddings.requires_grad);
        queue.Add(Rows(5, 6, 7, 8), [5, 6, 7, 8]);
        Assert.Equal([6L, 7, 8], queue.Labels);
    }

    [Fact]
    public void Add_ToAQueueOfNothing_IsNothing()
    {
        using var scope = NewDisposeScope();
        using var queue = new ProposalQueue(0, 2);
        queue.Add(Rows(1), [1]);
        Assert.Empty(queue.Labels);
        Assert.Equal([0, 2], queue.Embeddings.shape);
    }

    // What a checkpoint needs to go on bit-exactly.
    [Fact]
    public void StateDict_HoldsAllOfIt()
    {
        using var scope = NewDisposeScope();
        using var queue = new ProposalQueue(3, 2);
        queue.Add(Rows(1, 2), [1, 2]);
        using var other = new ProposalQueue(3, 2);
        foreach (var (name, value) in queue.state_dict()) other.state_dict()[name].copy_(value);
        Assert.Equal(queue.Labels, other.Labels);
        Golden.AssertClose(queue.Embeddings, other.Embeddings, 0);
    }

    private static Tensor Rows(params float[] values) => tensor(values).unsqueeze(1).repeat(1, 2);
}
