namespace AlignZeg.Cli.Progress;

/// <summary>When the next numbers are due: only new ones, or that there were none for another minute, and at most one per interval.</summary>
internal sealed class Cadence(TimeProvider time, TimeSpan interval)
{
    private long _last;
    private long _shown = -1;
    private int _silence;

    /// <summary>True if the snapshot is to be shown now, which is noted.</summary>
    public bool IsDue(ProgressSnapshot snapshot)
    {
        long now = time.GetTimestamp();
        if ((snapshot.Done == _shown && snapshot.SilentMinutes == _silence) || (_last != 0 && time.GetElapsedTime(_last, now) < interval)) return false;
        (_last, _shown, _silence) = (now, snapshot.Done, snapshot.SilentMinutes);
        return true;
    }

    /// <summary>True if the snapshot was not shown yet, however short ago another was; it is noted as shown.</summary>
    public bool IsNew(ProgressSnapshot snapshot)
    {
        bool isNew = snapshot.Done != _shown;
        _shown = snapshot.Done;
        return isNew;
    }
}
