using AlignZeg.Abstractions.Exports;

namespace AlignZeg.Grains.Exports;

/// <summary>An export as it is stored.</summary>
internal sealed class ExportState
{
    public ExportOrder? Order { get; set; }

    public ExportPhase Phase { get; set; }

    /// <summary>Images of the job.</summary>
    public int Total { get; set; }

    /// <summary>How often it was begun since it was asked for; counted before, so that one that takes its silo with it has an end.</summary>
    public int Attempts { get; set; }

    public string? Problem { get; set; }

    public ExportOutcome? Outcome { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public bool IsRunning => Order is not null && Phase == ExportPhase.Running;

    /// <summary>Takes an order; true if the state changed.</summary>
    /// <exception cref="ExportConflictException">It holds another one.</exception>
    public bool Accept(string export, ExportOrder order, int total, DateTimeOffset now)
    {
        if (Order is not null && Order != order) throw new ExportConflictException(export);
        if (Order is not null && Phase != ExportPhase.Failed) return false;
        (Order, Phase, Total, Attempts, Problem, Outcome, StartedAt, EndedAt) = (order, ExportPhase.Running, total, 0, null, null, now, null);
        return true;
    }

    /// <summary>It begins once more; false if it has done so too often, and has failed.</summary>
    public bool Begin(int attempts, DateTimeOffset now)
    {
        if (Attempts < attempts)
        {
            Attempts++;
            return true;
        }

        Fail(Problem ?? "The export did not come to its end, however often it was begun; the operator finds why in the log.", now);
        return false;
    }

    /// <summary>Something that may pass; it is begun again.</summary>
    public void Wait(string problem) => Problem = problem;

    /// <summary>The end, without an archive.</summary>
    public void Fail(string problem, DateTimeOffset now) => (Phase, Problem, EndedAt) = (ExportPhase.Failed, problem, now);

    /// <summary>The end.</summary>
    public void Complete(ExportOutcome outcome, DateTimeOffset now) => (Phase, Problem, Outcome, EndedAt) = (ExportPhase.Completed, null, outcome, now);

    public ExportStatus Status(int done) => new(Order!, Phase, Phase == ExportPhase.Completed ? Total : done, Total, Problem, Outcome, StartedAt, EndedAt);
}
