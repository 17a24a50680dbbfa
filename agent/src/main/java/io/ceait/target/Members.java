package io.ceait.target;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who belongs to a tree of processes: those that are there, each after its parent, and those that left a moment ago. */
final class Members {

    /** What others report about a process may come some seconds after its end. */
    private static final int REMEMBERED = 64;

    /** A member's parent is above it: the way up ends, whatever a strange procfs says. */
    private static final int MOST_ABOVE = 1000;

    private final List<Member> list = new ArrayList<>();
    private final Map<Integer, Member> present = new HashMap<>();

    /** Numbers of the members that left last, the oldest overwritten first. */
    private final int[] left = new int[REMEMBERED];

    /** And their process groups. */
    private final int[] leftGroups = new int[REMEMBERED];

    private int leftCount;
    private int seen;

    /** @param member whose parent, if it is a member, has been added before; else {@link #sort} follows */
    void add(Member member) {
        list.add(member);
        present.put(member.pid, member);
        seen++;
        Member above = above(member);
        if (above != null) {
            above.hadChildren = true;
        }
    }

    /** One that ended before it could be added. */
    void missedOne() {
        seen++;
    }

    /** Puts parents before children again. They stay so: an orphan is given to one further up. */
    void sort() {
        Map<Member, Integer> depths = new HashMap<>();
        for (Member member : list) {
            int depth = 0;
            for (Member at = above(member); at != null && depth < MOST_ABOVE; at = above(at)) {
                at.hadChildren = true;
                depth++;
            }
            depths.put(member, depth);
        }
        list.sort((one, other) -> Integer.compare(depths.getOrDefault(one, 0), depths.getOrDefault(other, 0)));
    }

    private @Nullable Member above(Member member) {
        Member above = present.get(member.parent);
        return above == member ? null : above;
    }

    /** All, also those found gone until {@link #removeGone}; parents before children. */
    List<Member> list() {
        return list;
    }

    int size() {
        return list.size();
    }

    Member get(int index) {
        return list.get(index);
    }

    void removeGone() {
        int kept = 0;
        for (int i = 0; i < list.size(); i++) {
            Member member = list.get(i);
            if (member.gone) {
                present.remove(member.pid, member);
                left[leftCount % REMEMBERED] = member.pid;
                leftGroups[leftCount++ % REMEMBERED] = member.processGroup;
            } else {
                list.set(kept++, member);
            }
        }
        list.subList(kept, list.size()).clear();
    }

    /** The nearest one above that is there; where there is none, the uppermost one of the job, or the member itself. */
    Member nearestAbove(Member gone) {
        Member at = gone;
        for (int steps = 0; steps < MOST_ABOVE; steps++) {
            Member above = above(at);
            if (above == null) {
                return at;
            }
            at = above;
            if (!at.gone) {
                return at;
            }
        }
        return at;
    }

    boolean isPresent(int pid) {
        return present.containsKey(pid);
    }

    /** Whether it is there, or was a moment ago. */
    boolean contains(int pid) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).pid == pid) {
                return true;
            }
        }
        return hasLeft(left, pid);
    }

    private boolean hasLeft(int[] numbers, int number) {
        for (int i = Math.min(leftCount, REMEMBERED) - 1; i >= 0; i--) {
            if (numbers[i] == number) {
                return true;
            }
        }
        return false;
    }

    /** Whether one is in a process group, or was a moment ago. */
    boolean hasProcessGroup(int number) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).processGroup == number) {
                return true;
            }
        }
        return hasLeft(leftGroups, number);
    }

    int running() {
        int running = 0;
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).running()) {
                running++;
            }
        }
        return running;
    }

    /** How many there were at any time. */
    int seen() {
        return seen;
    }

    void close() {
        list.forEach(Member::close);
    }
}
