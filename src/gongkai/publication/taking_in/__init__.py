"""Items that another platform published: read from its feed or pushed by it, taken in once, with their source.

sources     setting a source up, and ending it
feeds       RSS and Atom as they come, read without trust
arriving    what one item of a source says, cleaned
known       is it here already, under whatever name
storing     it becomes an item, gains a channel, changes or goes
reading     the periodic job that asks each feed
receiving   what a platform pushes, signed
"""
