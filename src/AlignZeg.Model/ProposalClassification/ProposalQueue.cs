namespace AlignZeg.Model.ProposalClassification;

/// <summary>
/// The last matched proposals, detached, as partners for mixtures: a batch alone may hold one or two classes (method 6.3, ours). A module so that a checkpoint can keep it; it
/// is no part of the model.
/// </summary>
internal sealed class ProposalQueue : Module
{
    private readonly Tensor _embeddings, _labels;

    /// <param name="capacity">Proposals that it holds; the oldest leave first. 0 = it stays empty.</param> <param name="dimension">D.</param>
    public ProposalQueue(int capacity, int dimension)
        : base(nameof(ProposalQueue))
    {
        _embeddings = zeros(capacity, dimension).DetachFromDisposeScope();
        _labels = full(capacity, -1L, dtype: ScalarType.Int64).DetachFromDisposeScope(); // -1: free; filled from the end
        register_buffer("embeddings", _embeddings);
        register_buffer("labels", _labels);
    }

    /// <summary>y of what it holds, oldest first.</summary>
    public long[] Labels => [.. _labels.ToNumbers<long>().Where(label => label >= 0)];

    /// <summary>e of what it holds, on the CPU, [count, D]; the caller's to dispose.</summary>
    public Tensor Embeddings
    {
        get
        {
            int count = Labels.Length;
            return _embeddings.narrow(0, _embeddings.size(0) - count, count).clone();
        }
    }

    /// <summary>Takes the newest in; the oldest leave.</summary>
    /// <param name="embeddings">[M, D]; no gradient is kept.</param> <param name="labels">[M].</param>
    public void Add(Tensor embeddings, long[] labels)
    {
        int capacity = (int)_labels.size(0), taken = Math.Min(capacity, labels.Length);
        if (taken == 0) return;
        using var none = no_grad();
        using var scope = NewDisposeScope();
        var rows = embeddings.detach().cpu().narrow(0, labels.Length - taken, taken);
        _embeddings.copy_(cat([_embeddings.narrow(0, taken, capacity - taken), rows], 0));
        _labels.copy_(cat([_labels.narrow(0, taken, capacity - taken), tensor(labels[^taken..])], 0));
    }
}
