using AlignZeg.Abstractions.Jobs;

namespace AlignZeg.Grains.Dispatching;

/// <summary>Workers that hold images and wait to hear whether to give some back; one call per worker.</summary>
internal sealed class WaitingHands
{
    private readonly Dictionary<string, Hand> _hands = [];

    /// <summary>A worker begins to wait; its earlier call, if there is one, is answered with null.</summary>
    public Hand Add(string worker, IReadOnlyList<JobKey> held)
    {
        if (_hands.Remove(worker, out var earlier)) earlier.Answer.TrySetResult(null);
        return _hands[worker] = new(held);
    }

    /// <summary>A worker waits no more.</summary>
    public void Remove(string worker, Hand hand)
    {
        if (_hands.GetValueOrDefault(worker) == hand) _hands.Remove(worker);
    }

    /// <summary>Tells the first worker that has something to give back.</summary>
    public void Tell(Func<IReadOnlyList<JobKey>, JobKey?> makesRoom)
    {
        foreach (var (worker, hand) in _hands)
        {
            if (makesRoom(hand.Held) is not { } job) continue;
            _hands.Remove(worker);
            hand.Answer.TrySetResult(job);
            return;
        }
    }

    /// <summary>What a worker holds, and the answer it waits for.</summary>
    internal sealed class Hand(IReadOnlyList<JobKey> held)
    {
        public IReadOnlyList<JobKey> Held { get; } = held;

        public TaskCompletionSource<JobKey?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
